/**
 * Internal. The actuator endpoint that restarts the process.
 */
@NullMarked
package io.jdaemon.actuate;

import org.jspecify.annotations.NullMarked;
