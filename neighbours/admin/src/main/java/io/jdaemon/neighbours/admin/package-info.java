/**
 * An application that an administrator watches and restarts, and the server that shows
 * it.
 */
@NullMarked
package io.jdaemon.neighbours.admin;

import org.jspecify.annotations.NullMarked;
