/**
 * Internal. Listening sockets that outlive the image of the process that opened them.
 */
@NullMarked
package io.jdaemon.sockets;

import org.jspecify.annotations.NullMarked;
