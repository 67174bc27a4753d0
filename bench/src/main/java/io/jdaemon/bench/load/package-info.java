/**
 * Internal. All clients at once, each in its own thread, and wrk.
 */
@NullMarked
package io.jdaemon.bench.load;

import org.jspecify.annotations.NullMarked;
