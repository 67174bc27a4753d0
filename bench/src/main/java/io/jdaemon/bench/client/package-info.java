/**
 * Internal. Clients that send requests and count what became of each.
 */
@NullMarked
package io.jdaemon.bench.client;

import org.jspecify.annotations.NullMarked;
