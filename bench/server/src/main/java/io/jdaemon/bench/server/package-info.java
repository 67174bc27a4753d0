/**
 * A web application that serves with each of Spring Boot's web servers, to be restarted
 * under load.
 */
@NullMarked
package io.jdaemon.bench.server;

import org.jspecify.annotations.NullMarked;
