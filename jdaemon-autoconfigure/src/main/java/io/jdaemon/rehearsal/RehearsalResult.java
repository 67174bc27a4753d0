package io.jdaemon.rehearsal;

import java.time.Duration;

import io.jdaemon.process.ExitStatus;

/**
 * How a {@link Rehearsal} ended.
 */
public sealed interface RehearsalResult {

	/**
	 * The context was complete, and the process ended with status 0.
	 *
	 * @param duration the time until the context was complete
	 */
	record Complete(Duration duration) implements RehearsalResult {

	}

	/**
	 * The application would not start.
	 *
	 * @param reason what happened, a clause that begins with "it" or "its"; it may end
	 * with sentences of the application
	 * @param status the exit status of the process as a shell reports it
	 * @param contextComplete whether the context was complete all the same, so that the
	 * process failed at its end only
	 * @param output what the process wrote, the end of it if it is long
	 */
	record Failed(String reason, int status, boolean contextComplete, String output) implements RehearsalResult {

		/**
		 * The reason as the end of a sentence.
		 * @return the reason with a full stop
		 */
		public String endOfSentence() {
			return this.reason + (this.reason.endsWith(".") ? "" : ".");
		}

		/**
		 * The status of a command that fails with the application.
		 * @return the application's status, or that of a failure if it is 0
		 */
		public int failure() {
			return (this.status != 0) ? this.status : ExitStatus.FAILED.number();
		}

	}

	/** The rehearsal was cancelled. */
	record Cancelled() implements RehearsalResult {

	}

}
