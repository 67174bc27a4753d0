/**
 * Internal. The settings of one instance, validated.
 */
@NullMarked
package io.jdaemon.settings;

import org.jspecify.annotations.NullMarked;
