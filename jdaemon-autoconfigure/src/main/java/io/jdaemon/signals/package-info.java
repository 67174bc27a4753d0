/**
 * Internal. Signals without loss across exec.
 */
@NullMarked
package io.jdaemon.signals;

import org.jspecify.annotations.NullMarked;
