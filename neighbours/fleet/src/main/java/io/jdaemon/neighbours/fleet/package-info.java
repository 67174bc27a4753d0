/**
 * A service that runs on several hosts.
 */
@NullMarked
package io.jdaemon.neighbours.fleet;

import org.jspecify.annotations.NullMarked;
