package io.jdaemon.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

import io.jdaemon.output.PrintableText;

/**
 * What a rehearsing process reports: {@code complete} and when, or {@code failed} and the
 * reason.
 *
 * @param completeAt when the context was complete, in microseconds of CLOCK_MONOTONIC
 * @param failure the reason of a failure
 */
record RehearsalMessage(OptionalLong completeAt, Optional<String> failure) {

	static final RehearsalMessage NONE = new RehearsalMessage(OptionalLong.empty(), Optional.empty());

	private static final String COMPLETE = "complete ";

	private static final String FAILED = "failed ";

	// In characters; with three bytes each it is within PIPE_BUF of pipe(7).
	private static final int LONGEST_REASON = 1000;

	static RehearsalMessage complete(long micros) {
		return new RehearsalMessage(OptionalLong.of(micros), Optional.empty());
	}

	static RehearsalMessage failed(String reason) {
		String line = reason.strip().replaceAll("\\s+", " ");
		return new RehearsalMessage(OptionalLong.empty(),
				Optional.of(PrintableText.of(line.substring(0, Math.min(line.length(), LONGEST_REASON)))));
	}

	static RehearsalMessage parse(byte[] received) {
		String line = new String(received, StandardCharsets.UTF_8).strip();
		if (line.startsWith(FAILED)) {
			return failed(line.substring(FAILED.length()));
		}
		return line.matches(COMPLETE + "\\d{1,18}") ? complete(Long.parseLong(line.substring(COMPLETE.length())))
				: NONE;
	}

	byte[] bytes() {
		String line = this.completeAt.isPresent() ? COMPLETE + this.completeAt.getAsLong()
				: FAILED + this.failure.orElse("");
		return (line + "\n").getBytes(StandardCharsets.UTF_8);
	}

}
