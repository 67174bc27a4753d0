package io.jdaemon.neighbours.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.jdaemon.neighbours.fleet.FleetClients.Outage;
import io.jdaemon.neighbours.fleet.PermitHistory.Held;

/**
 * What each host did with each permit: as its log, the clients that asked it, and the
 * database have it.
 */
final class Timeline {

	private static final List<String> TITLE = List.of("host", "waiting from", "acquired", "not ready", "ready",
			"released");

	private Timeline() {
	}

	/**
	 * The rows of a table, with times in seconds from the first permit on.
	 * @param fleet the fleet
	 * @param permits some of the permits
	 * @return the rows, the first with titles
	 */
	static List<List<String>> of(Fleet fleet, List<Held> permits) {
		List<List<String>> rows = new ArrayList<>(List.of(TITLE));
		Instant start = permits.get(0).from();
		for (Held permit : permits) {
			Instant end = permit.until().orElse(Instant.MAX);
			Optional<Outage> outage = fleet.clients()
				.outages()
				.stream()
				.filter((candidate) -> candidate.host().equals(permit.host()) && candidate.from().isAfter(permit.from())
						&& candidate.from().isBefore(end))
				.findFirst();
			Optional<Instant> waiting = fleet.host(permit)
				.log()
				.text()
				.lines()
				.filter((line) -> line.contains("waiting for") && line.contains(" of orders, held by"))
				.map((line) -> OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant())
				.filter((time) -> !time.isBefore(start) && time.isBefore(permit.from()))
				.findFirst();
			rows.add(List.of(permit.host(), seconds(start, waiting), seconds(start, Optional.of(permit.from())),
					seconds(start, outage.map(Outage::from)), seconds(start, outage.map(Outage::until)),
					seconds(start, permit.until())
							+ (permit.releasedBy().isEmpty() ? "" : " by " + permit.releasedBy())));
		}
		return rows;
	}

	private static String seconds(Instant start, Optional<Instant> time) {
		return time.filter((instant) -> !instant.equals(Instant.MAX))
			.map((instant) -> String.format(Locale.ROOT, "%.1f s",
					Duration.between(start, instant).toMillis() / 1000.0))
			.orElse("-");
	}

}
