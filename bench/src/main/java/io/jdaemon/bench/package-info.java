/**
 * Internal. The bench from its start to its exit status: one run, in the order in which
 * it happens.
 */
@NullMarked
package io.jdaemon.bench;

import org.jspecify.annotations.NullMarked;
