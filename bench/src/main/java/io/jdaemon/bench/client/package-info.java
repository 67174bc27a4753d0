/**
 * Internal. Clients that send requests and count the outcome of each.
 */
@NullMarked
package io.jdaemon.bench.client;

import org.jspecify.annotations.NullMarked;
