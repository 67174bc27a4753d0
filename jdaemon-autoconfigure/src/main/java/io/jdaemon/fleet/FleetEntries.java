package io.jdaemon.fleet;

import java.time.Duration;

import io.jdaemon.log.LogEntry;
import io.jdaemon.log.LogTopic;
import io.jdaemon.process.Seconds;
import io.jdaemon.settings.FleetSettings;

/**
 * What the log says of the permits of a fleet.
 */
final class FleetEntries {

	private FleetEntries() {
	}

	static LogEntry acquired(FleetSettings settings, Duration waited) {
		return of(settings,
				"Got the permit of " + settings.name()
						+ ((waited.toSeconds() > 0) ? " after " + Seconds.of(waited) + " s" : ""))
			.event("permit-acquired")
			.with("fleet.waited", waited);
	}

	static LogEntry released(FleetSettings settings) {
		return of(settings, "Released the permit of " + settings.name()).event("permit-released");
	}

	static LogEntry kept(FleetSettings settings) {
		return of(settings,
				"Keeping the permit of " + settings.name()
						+ ": no other instance gets it until this one has restarted, or the command release-permit"
						+ " has released it")
			.event("permit-kept");
	}

	static LogEntry lost(FleetSettings settings) {
		return of(settings, "The permit of " + settings.name() + " is no longer held by this instance")
			.event("permit-lost");
	}

	static LogEntry notReleased(FleetSettings settings, String reason) {
		return of(settings, "The permit of " + settings.name() + " is not released yet: " + reason)
			.event("permit-not-released")
			.with("reason", reason);
	}

	static LogEntry withoutPermit(FleetSettings settings, String reason) {
		return of(settings,
				"Restarting without the permit of " + settings.name()
						+ " (jdaemon.fleet.without-coordinator is restart): " + reason)
			.event("permit-missing")
			.with("reason", reason);
	}

	private static LogEntry of(FleetSettings settings, String text) {
		return LogTopic.RESTART.entry(text).with("fleet.name", settings.name()).with("fleet.holder", settings.holder());
	}

}
