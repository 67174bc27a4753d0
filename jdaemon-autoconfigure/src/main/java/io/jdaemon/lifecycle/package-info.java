/**
 * Internal. The state machine of this process, and how it comes up.
 */
@NullMarked
package io.jdaemon.lifecycle;

import org.jspecify.annotations.NullMarked;
