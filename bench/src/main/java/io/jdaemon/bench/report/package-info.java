/**
 * Internal. The result of a run, and how it is printed.
 */
@NullMarked
package io.jdaemon.bench.report;

import org.jspecify.annotations.NullMarked;
