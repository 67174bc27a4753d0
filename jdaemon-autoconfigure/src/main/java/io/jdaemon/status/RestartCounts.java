package io.jdaemon.status;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.sockets.Gap;

/**
 * How many restarts were decided on since the daemon was started, over all images, and
 * how many connections they have let in.
 *
 * @param numbers the number of each kind; a kind that is missing has not occurred
 * @param acceptedLast how many connections were accepted while an image was draining
 */
public record RestartCounts(Map<Kind, Long> numbers, long acceptedLast) {

	/** No restart so far. */
	public static final RestartCounts NONE = new RestartCounts(Map.of(), 0);

	/**
	 * How many restarts of a kind there were.
	 * @param kind the kind
	 * @return the number
	 */
	public long of(Kind kind) {
		return this.numbers.getOrDefault(kind, 0L);
	}

	/**
	 * These counts and one more restart.
	 * @param result the restart
	 * @return the new counts
	 */
	RestartCounts plus(RestartResult result) {
		Map<Kind, Long> numbers = new HashMap<>(this.numbers);
		numbers.merge(new Kind(result.outcome(), result.strategy(), result.requestedBy().kind()), 1L, Long::sum);
		return new RestartCounts(Map.copyOf(numbers), this.acceptedLast);
	}

	/**
	 * These counts and the connections before one more gap.
	 * @param gap the gap
	 * @return the new counts
	 */
	RestartCounts plus(Gap gap) {
		return new RestartCounts(this.numbers, this.acceptedLast + gap.acceptedLast());
	}

	/**
	 * Format the numbers of restarts.
	 * @return a word, empty without restarts
	 */
	String format() {
		return this.numbers.entrySet()
			.stream()
			.map((entry) -> entry.getKey().format() + ":" + entry.getValue())
			.sorted()
			.collect(Collectors.joining(","));
	}

	/**
	 * Parse what {@link #format()} has formatted.
	 * @param text the word
	 * @param acceptedLast how many connections were accepted while an image was draining
	 * @return the counts
	 * @throws IllegalArgumentException if it is something else
	 */
	static RestartCounts parse(String text, long acceptedLast) {
		return new RestartCounts(Arrays.stream(text.split(","))
			.filter((entry) -> !entry.isEmpty())
			.map((entry) -> entry.split(":", 2))
			.collect(Collectors.toUnmodifiableMap((entry) -> Kind.parse(entry[0]),
					(entry) -> Long.valueOf((entry.length > 1) ? entry[1] : ""))),
				acceptedLast);
	}

	/**
	 * A kind of restart.
	 *
	 * @param outcome how it has ended
	 * @param strategy how it was done
	 * @param requester who requested it
	 */
	public record Kind(RestartOutcome outcome, RestartStrategy strategy, RestartRequester.Kind requester) {

		private String format() {
			return (this.outcome + "/" + this.strategy + "/" + this.requester).toLowerCase(Locale.ROOT);
		}

		private static Kind parse(String text) {
			String[] names = text.toUpperCase(Locale.ROOT).split("/");
			if (names.length != 3) {
				throw new IllegalArgumentException("Not a kind of restart: " + text);
			}
			return new Kind(RestartOutcome.valueOf(names[0]), RestartStrategy.valueOf(names[1]),
					RestartRequester.Kind.valueOf(names[2]));
		}

	}

}
