package io.jdaemon.status;

import org.jspecify.annotations.Nullable;

/**
 * How an instance is set up, for people and for monitoring.
 *
 * @param out the file that standard output is appended to, absolute, {@code null} if the
 * process keeps the output that it was started with
 * @param err the file that standard error is appended to, absolute, or {@code null}
 * @param strategy the strategy of a restart that names none, in lower case
 * @param rehearsal how a new version is rehearsed, in lower case
 * @param warm whether starts use a cache
 */
public record InstanceConfiguration(@Nullable String out, @Nullable String err, String strategy, String rehearsal,
		boolean warm) {

}
