package io.jdaemon.status;

import org.jspecify.annotations.Nullable;

/**
 * How often the process has tried to reopen its output files.
 *
 * @param count the number, which continues over restarts, so that the sender of a signal
 * sees when it has been acted on
 * @param failure why the last attempt failed, {@code null} if it did not
 */
public record Reopenings(int count, @Nullable String failure) {

	/** No attempt so far. */
	static final Reopenings NONE = new Reopenings(0, null);

}
