/**
 * Load for a daemon while it restarts, and what its clients saw of that.
 */
@NullMarked
package io.jdaemon.bench;

import org.jspecify.annotations.NullMarked;
