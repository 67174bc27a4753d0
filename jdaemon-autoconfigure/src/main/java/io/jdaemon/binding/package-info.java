/**
 * Internal. The properties {@code jdaemon.*}: bound with Spring Boot, checked, and
 * explained.
 */
@NullMarked
package io.jdaemon.binding;

import org.jspecify.annotations.NullMarked;
