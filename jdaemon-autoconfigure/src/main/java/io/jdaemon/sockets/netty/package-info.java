/**
 * Internal. How Reactor Netty adopts a listening socket, and drains.
 */
@NullMarked
package io.jdaemon.sockets.netty;

import org.jspecify.annotations.NullMarked;
