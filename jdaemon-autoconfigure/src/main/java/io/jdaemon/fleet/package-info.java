/**
 * Internal. Restarts that take turns over several hosts.
 */
@NullMarked
package io.jdaemon.fleet;

import org.jspecify.annotations.NullMarked;
