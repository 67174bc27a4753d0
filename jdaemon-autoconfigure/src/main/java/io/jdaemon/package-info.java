/**
 * The API for applications. Only these types stay compatible; all other packages are
 * internal.
 */
@NullMarked
package io.jdaemon;

import org.jspecify.annotations.NullMarked;
