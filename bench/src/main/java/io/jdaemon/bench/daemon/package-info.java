/**
 * Internal. The daemon under load: where it runs, and how it is started, restarted and
 * stopped.
 */
@NullMarked
package io.jdaemon.bench.daemon;

import org.jspecify.annotations.NullMarked;
