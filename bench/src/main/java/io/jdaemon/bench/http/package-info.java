/**
 * Internal. HTTP/1.1 over one connection without retries, and the ways in which a request
 * fails.
 */
@NullMarked
package io.jdaemon.bench.http;

import org.jspecify.annotations.NullMarked;
