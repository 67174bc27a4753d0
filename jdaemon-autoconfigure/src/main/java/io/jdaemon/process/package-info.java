/**
 * Facts about, and tools for, this process: command line, PID file, ready pipe, standard
 * streams, signals.
 */
@NullMarked
package io.jdaemon.process;

import org.jspecify.annotations.NullMarked;
