/**
 * Internal. All clients at once, each in a thread of its own, and wrk beside them.
 */
@NullMarked
package io.jdaemon.bench.load;

import org.jspecify.annotations.NullMarked;
