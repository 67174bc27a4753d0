/**
 * Internal. The commands stop, restart, reopen and status: act on a running instance.
 */
@NullMarked
package io.jdaemon.command;

import org.jspecify.annotations.NullMarked;
