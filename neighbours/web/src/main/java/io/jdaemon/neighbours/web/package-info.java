/**
 * A web application with the neighbours of most web applications.
 */
@NullMarked
package io.jdaemon.neighbours.web;

import org.jspecify.annotations.NullMarked;
