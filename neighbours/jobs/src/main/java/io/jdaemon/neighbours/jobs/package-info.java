/**
 * An application with scheduled jobs and a database.
 */
@NullMarked
package io.jdaemon.neighbours.jobs;

import org.jspecify.annotations.NullMarked;
