/**
 * Internal. The rehearsal of a start: the application is started once beside the running
 * one, until its context is complete, and is thrown away.
 */
@NullMarked
package io.jdaemon.rehearsal;

import org.jspecify.annotations.NullMarked;
