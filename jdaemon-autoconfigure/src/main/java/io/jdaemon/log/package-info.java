/**
 * Internal. What jdaemon logs: lines for people, with values for programs.
 */
@NullMarked
package io.jdaemon.log;

import org.jspecify.annotations.NullMarked;
