package io.jdaemon.bench.comparison;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All rounds of one subject.
 *
 * @param subject the name of the subject
 * @param rounds what was measured in each
 */
public record Measurements(String subject, List<Round> rounds) {

	public List<Duration> startUps() {
		return this.rounds.stream().map(Round::startUp).toList();
	}

	public List<Restart> restarts() {
		return this.rounds.stream().map(Round::restart).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
	}

	public List<Duration> ofRestarts(Function<Restart, Duration> time) {
		return restarts().stream().map(time).toList();
	}

	public long requests() {
		return restarts().stream().mapToLong(Restart::requests).sum();
	}

	public long lost() {
		return restarts().stream().mapToLong(Restart::lost).sum();
	}

	public Map<String, Long> failures() {
		Map<String, Long> sums = new TreeMap<>();
		restarts().forEach(
				(restart) -> restart.failures().forEach((failure, count) -> sums.merge(failure, count, Long::sum)));
		return sums;
	}

	/**
	 * Select the restart that stands for all of them.
	 * @return the one whose longest gap is the median
	 */
	public Restart typicalRestart() {
		List<Restart> sorted = restarts().stream().sorted(Comparator.comparing(Restart::longestGap)).toList();
		return sorted.get(sorted.size() / 2);
	}

}
