/**
 * Internal. The daemon under load: where it runs, its start, its restarts and its end.
 */
@NullMarked
package io.jdaemon.bench.daemon;

import org.jspecify.annotations.NullMarked;
