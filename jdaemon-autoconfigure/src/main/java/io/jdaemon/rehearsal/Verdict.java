package io.jdaemon.rehearsal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.jdaemon.output.LastWords;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.process.ExitStatus;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application would start, judged by what its rehearsal has left.
 *
 * @param message what the process reported
 * @param status how it ended
 * @param exceeded the time limit, if the process was killed because of it
 * @param output what it wrote
 */
record Verdict(RehearsalMessage message, WaitStatus status, @Nullable Duration exceeded, String output) {

	RehearsalResult result(long startMicros) {
		boolean complete = this.message.completeAt().isPresent();
		if (complete && this.status.raw() == 0) {
			return new RehearsalResult.Complete(
					Duration.of(this.message.completeAt().getAsLong() - startMicros, ChronoUnit.MICROS));
		}
		return new RehearsalResult.Failed(end(complete) + words(),
				(this.exceeded != null) ? ExitStatus.TIMED_OUT.number() : this.status.shellStatus(), complete,
				this.output);
	}

	private String end(boolean complete) {
		if (this.exceeded != null) {
			return (complete ? "it did not end within " : "its context was not complete within ")
					+ this.exceeded.toSeconds() + " s (jdaemon.startup-timeout)";
		}
		if (this.status.signaled()) {
			return "it was ended by signal " + this.status.signal();
		}
		return "it ended with status " + this.status.shellStatus()
				+ (complete ? "" : " before its context was complete");
	}

	private String words() {
		return LastWords.analysis(this.output)
			.or(this.message::failure)
			.map((words) -> ": " + words)
			.or(() -> LastWords.of(this.output).map((line) -> ", last output: " + line))
			.orElse("");
	}

}
