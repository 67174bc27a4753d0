/**
 * Internal. Process image, exec, spawn, and what one image passes to the next.
 */
@NullMarked
package io.jdaemon.process;

import org.jspecify.annotations.NullMarked;
