/**
 * Internal. How Reactor Netty takes over a listening socket, and drains.
 */
@NullMarked
package io.jdaemon.sockets.netty;

import org.jspecify.annotations.NullMarked;
