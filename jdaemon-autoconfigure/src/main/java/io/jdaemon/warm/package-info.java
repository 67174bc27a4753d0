/**
 * Internal. The warm start: a cache of loaded classes for each version of the jar, beside
 * the extracted jar that it belongs to.
 */
@NullMarked
package io.jdaemon.warm;

import org.jspecify.annotations.NullMarked;
