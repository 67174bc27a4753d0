/**
 * Internal. How Tomcat adopts a listening socket, and drains.
 */
@NullMarked
package io.jdaemon.sockets.tomcat;

import org.jspecify.annotations.NullMarked;
