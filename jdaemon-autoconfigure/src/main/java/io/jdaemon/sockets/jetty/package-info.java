/**
 * Internal. How Jetty adopts a listening socket, and drains.
 */
@NullMarked
package io.jdaemon.sockets.jetty;

import org.jspecify.annotations.NullMarked;
