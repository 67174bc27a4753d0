package io.jdaemon.status;

import java.util.Map;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartResult;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells about itself. The two counters let somebody who has sent a signal
 * see that it has been acted on; they go on over restarts.
 *
 * @param info facts about the process
 * @param state its state
 * @param signals the signals that it acts on, one for each action
 * @param decided how many requests for a restart have been decided, whatever the decision
 * @param reopened how often it has tried to open its output files anew
 * @param reopenFailure why the last try failed, if it did
 * @param lastRestart the outcome of the last restart, if there was one
 */
public record Status(DaemonInfo info, State state, Map<SignalAction, ProcessSignal> signals, int decided, int reopened,
		@Nullable String reopenFailure, @Nullable RestartResult lastRestart) {

	/**
	 * The status of an image that begins.
	 * @param info facts about the process
	 * @param signals the signals that it acts on
	 * @param previous the last status of the image before, if there was one
	 * @param lastRestart the restart that started this image, if it was one
	 * @return a status
	 */
	public static Status starting(DaemonInfo info, Map<SignalAction, ProcessSignal> signals, @Nullable Status previous,
			@Nullable RestartResult lastRestart) {
		return new Status(info, State.STARTING, signals, (previous != null) ? previous.decided : 0,
				(previous != null) ? previous.reopened : 0, null, lastRestart);
	}

	public Status in(State state) {
		return new Status(this.info, state, this.signals, this.decided, this.reopened, this.reopenFailure,
				this.lastRestart);
	}

	public Status afterDecision() {
		return new Status(this.info, this.state, this.signals, this.decided + 1, this.reopened, this.reopenFailure,
				this.lastRestart);
	}

	public Status with(RestartResult lastRestart) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened, this.reopenFailure,
				lastRestart);
	}

	public Status afterReopening(@Nullable String failure) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened + 1, failure,
				this.lastRestart);
	}

}
