/**
 * Internal. What a process publishes about itself, in memory.
 */
@NullMarked
package io.jdaemon.status;

import org.jspecify.annotations.NullMarked;
