/**
 * Internal. Ends the application in this process within a time limit.
 */
@NullMarked
package io.jdaemon.shutdown;

import org.jspecify.annotations.NullMarked;
