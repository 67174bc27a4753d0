package io.jdaemon.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

import io.jdaemon.RestartPermit;
import io.jdaemon.settings.FleetSettings;

/**
 * The permits of a fleet in words.
 */
final class PermitText {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

	// A rollout by fifty at a time fills no screen
	private static final int NAMED = 3;

	private final FleetSettings settings;

	private final Duration longestSilence;

	private final ZoneId zone;

	/**
	 * Create the texts.
	 * @param settings the settings of the fleet
	 * @param longestSilence how long a holder that restarts may give no sign of life
	 * @param zone the zone of the times
	 */
	PermitText(FleetSettings settings, Duration longestSilence, ZoneId zone) {
		this.settings = settings;
		this.longestSilence = longestSilence;
		this.zone = zone;
	}

	/**
	 * The permit that an instance waits for.
	 * @return such as "the permit of orders"
	 */
	String permit() {
		return ((this.settings.maxParallel() == 1) ? "the permit of " : "a permit of ") + this.settings.name();
	}

	/**
	 * Who holds the permits.
	 * @param permits the permits
	 * @return such as "held by host-2:/srv/orders.pid since 2026-11-30 14:02:11"; empty
	 * if that is not known
	 */
	String holders(List<RestartPermit> permits) {
		if (permits.isEmpty()) {
			return "";
		}
		String named = permits.stream().limit(NAMED).map(this::holder).collect(Collectors.joining(", and by "));
		int others = permits.size() - NAMED;
		return "held by " + named + ((others > 0) ? ", and by " + others + " more" : "");
	}

	private String holder(RestartPermit permit) {
		Instant since = permit.since();
		return permit.holder() + ((since != null) ? " since " + at(since) : "")
				+ (silent(permit) ? ", which does not answer" : "");
	}

	private boolean silent(RestartPermit permit) {
		Duration silence = permit.silence();
		return silence != null && silence.compareTo(this.longestSilence) > 0;
	}

	private String at(Instant moment) {
		return TIME.format(moment.atZone(this.zone));
	}

}
