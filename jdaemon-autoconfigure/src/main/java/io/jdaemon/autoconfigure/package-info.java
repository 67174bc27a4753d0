/**
 * Internal. The beans of the starter.
 */
@NullMarked
package io.jdaemon.autoconfigure;

import org.jspecify.annotations.NullMarked;
