/**
 * Internal. Integrates with the start of Spring Boot: acts after config data is loaded
 * and before logging opens.
 */
@NullMarked
package io.jdaemon.boot;

import org.jspecify.annotations.NullMarked;
