/**
 * Internal. Starts the daemon and waits until it is ready.
 */
@NullMarked
package io.jdaemon.launch;

import org.jspecify.annotations.NullMarked;
