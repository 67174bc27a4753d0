/**
 * Simulates the hosts of a fleet that wait for a permit to restart.
 */
@NullMarked
package io.jdaemon.bench.fleet;

import org.jspecify.annotations.NullMarked;
