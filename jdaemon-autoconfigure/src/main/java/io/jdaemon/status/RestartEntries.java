package io.jdaemon.status;

import java.time.Duration;

import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.log.LogEntry;
import io.jdaemon.log.LogTopic;
import io.jdaemon.output.LowerCase;
import io.jdaemon.process.Seconds;

/**
 * What the log says of restarts. The values have the names that they have in the
 * description of an instance.
 */
public final class RestartEntries {

	private RestartEntries() {
	}

	public static LogEntry decided(RestartRequester requester, RestartStrategy strategy) {
		String words = (strategy == RestartStrategy.HANDOVER) ? "Restarting by handover" : "Restarting";
		return by(LogTopic.RESTART.entry(words + ", requested by " + requester).event("restarting"), requester)
			.with("restart.strategy", LowerCase.of(strategy));
	}

	/**
	 * A request to which nothing follows at once.
	 * @param requester who requested the restart
	 * @param consequence such as "merged", with what comes before it
	 * @return the entry
	 */
	public static LogEntry unheeded(RestartRequester requester, String consequence) {
		return by(LogTopic.RESTART.entry("Restart requested by " + requester + " " + consequence), requester);
	}

	/**
	 * A restart that cannot be prepared yet.
	 * @param requester who requested it
	 * @param waiting what it waits for
	 * @return the entry
	 */
	public static LogEntry waiting(RestartRequester requester, String waiting) {
		return by(LogTopic.RESTART.entry("Restart requested by " + requester + ": " + waiting).event("waiting"),
				requester);
	}

	public static LogEntry rehearsing(RestartRequester requester) {
		return by(LogTopic.RESTART.entry("Rehearsing the next version, requested by " + requester).event("rehearsing"),
				requester);
	}

	public static LogEntry rehearsed(Duration duration) {
		return LogTopic.RESTART
			.entry("Rehearsed the next version: its context was complete after " + Seconds.of(duration) + " s")
			.event("rehearsed")
			.with("restart.rehearsal", duration);
	}

	public static LogEntry unsuccessful(RestartResult result) {
		String event = (result.outcome() == RestartOutcome.REFUSED) ? "restart-refused" : "restart-failed";
		return of(result,
				LogTopic.RESTART
					.entry("Restart requested by " + result.requestedBy() + " " + RestartResults.words(result))
					.event(event));
	}

	public static LogEntry handedOver(long successor) {
		return LogTopic.RESTART.entry("Handed over to process " + successor + ", which is ready")
			.event("handed-over")
			.with("successor", successor);
	}

	/**
	 * The application that a restart has started is ready.
	 * @param result the restart
	 * @return the entry
	 */
	public static LogEntry restarted(RestartResult result) {
		Duration duration = result.duration();
		Duration pause = result.pause();
		return of(result,
				LogTopic.RESTART.entry("Restarted by " + LowerCase.of(result.strategy())
						+ ((duration != null) ? " in " + Seconds.of(duration) + " s" : "")
						+ ((pause != null) ? ", with a pause of " + Seconds.of(pause) + " s for new connections" : "")
						+ ", requested by " + result.requestedBy())
					.event("restarted"));
	}

	private static LogEntry of(RestartResult result, LogEntry entry) {
		return by(entry, result.requestedBy()).with("restart.strategy", LowerCase.of(result.strategy()))
			.with("restart.outcome", LowerCase.of(result.outcome()))
			.with("restart.duration", result.duration())
			.with("restart.pause", result.pause())
			.with("restart.reason", result.reason())
			.with("restart.previousPid", result.previousPid());
	}

	private static LogEntry by(LogEntry entry, RestartRequester requester) {
		String prefix = "restart.requestedBy.";
		return entry.with(prefix + "kind", LowerCase.of(requester.kind()))
			.with(prefix + "signal", requester.signal())
			.with(prefix + "user", requester.user())
			.with(prefix + "address", requester.address())
			.with(prefix + "pid", requester.pid());
	}

}
