/**
 * Internal. What the kernel offers, named as in the manual: no policy, no logging, no
 * file formats. The only package that sees JNA.
 */
@NullMarked
package io.jdaemon.posix;

import org.jspecify.annotations.NullMarked;
