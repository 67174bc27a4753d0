/**
 * Internal. The web application that the bench restarts under load, with each of Spring
 * Boot's web servers.
 */
@NullMarked
package io.jdaemon.bench.server;

import org.jspecify.annotations.NullMarked;
