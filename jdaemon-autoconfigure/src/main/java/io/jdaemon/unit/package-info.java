/**
 * Internal. What the command systemd-unit prints.
 */
@NullMarked
package io.jdaemon.unit;

import org.jspecify.annotations.NullMarked;
