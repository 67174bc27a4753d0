/**
 * Internal. Restarts: preflight, exec, handover.
 */
@NullMarked
package io.jdaemon.restart;

import org.jspecify.annotations.NullMarked;
