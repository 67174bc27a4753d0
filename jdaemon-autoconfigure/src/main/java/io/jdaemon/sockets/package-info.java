/**
 * Internal. Listening sockets that survive a restart.
 */
@NullMarked
package io.jdaemon.sockets;

import org.jspecify.annotations.NullMarked;
