/**
 * Internal. How Jetty takes over a listening socket, and drains.
 */
@NullMarked
package io.jdaemon.sockets.jetty;

import org.jspecify.annotations.NullMarked;
