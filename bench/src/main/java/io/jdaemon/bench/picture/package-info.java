/**
 * A picture of the responses around a restart.
 */
@NullMarked
package io.jdaemon.bench.picture;

import org.jspecify.annotations.NullMarked;
