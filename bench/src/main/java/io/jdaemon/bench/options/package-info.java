/**
 * Internal. The command line of the bench.
 */
@NullMarked
package io.jdaemon.bench.options;

import org.jspecify.annotations.NullMarked;
