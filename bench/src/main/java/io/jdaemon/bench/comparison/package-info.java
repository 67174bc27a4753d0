/**
 * Several ways to start and to restart the same application, measured alternately.
 */
@NullMarked
package io.jdaemon.bench.comparison;

import org.jspecify.annotations.NullMarked;
