/**
 * Policy in plain Java: launch, daemon, restart, the state machine and the exit statuses.
 */
@NullMarked
package io.jdaemon.lifecycle;

import org.jspecify.annotations.NullMarked;
