/**
 * Internal. What this process and systemd report to each other: sd_notify(3), with the
 * variables that it is started with. Without systemd, nothing happens.
 */
@NullMarked
package io.jdaemon.systemd;

import org.jspecify.annotations.NullMarked;
