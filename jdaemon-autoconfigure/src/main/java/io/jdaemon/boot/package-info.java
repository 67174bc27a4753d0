/**
 * Internal. Glue to Spring Boot's start-up: acts between config data loaded and logging
 * opened.
 */
@NullMarked
package io.jdaemon.boot;

import org.jspecify.annotations.NullMarked;
