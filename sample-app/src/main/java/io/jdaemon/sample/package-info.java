/**
 * A small web application that jdaemon turns into a daemon.
 */
@NullMarked
package io.jdaemon.sample;

import org.jspecify.annotations.NullMarked;
