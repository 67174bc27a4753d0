/**
 * Internal. Standard output and error: files, memory, reopening.
 */
@NullMarked
package io.jdaemon.output;

import org.jspecify.annotations.NullMarked;
