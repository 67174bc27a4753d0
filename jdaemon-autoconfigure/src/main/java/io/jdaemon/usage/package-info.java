/**
 * Internal. What an operator may type after the jar, what is refused, and the text of the
 * command help.
 */
@NullMarked
package io.jdaemon.usage;

import org.jspecify.annotations.NullMarked;
