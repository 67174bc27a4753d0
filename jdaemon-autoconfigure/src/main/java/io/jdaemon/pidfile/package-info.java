/**
 * Internal. The locked PID file and the proof of its owner.
 */
@NullMarked
package io.jdaemon.pidfile;

import org.jspecify.annotations.NullMarked;
