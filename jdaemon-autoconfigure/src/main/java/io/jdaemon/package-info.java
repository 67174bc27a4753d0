/**
 * What an application may use: everything that jdaemon promises to keep.
 */
@NullMarked
package io.jdaemon;

import org.jspecify.annotations.NullMarked;
