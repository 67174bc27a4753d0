/**
 * Internal. The calls of the C library, named as in the manual pages: no policy, no
 * logging, no file formats. The only package that sees JNA.
 */
@NullMarked
package io.jdaemon.posix;

import org.jspecify.annotations.NullMarked;
