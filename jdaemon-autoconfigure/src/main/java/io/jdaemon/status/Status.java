package io.jdaemon.status;

import java.util.Map;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartResult;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

/**
 * What a process publishes about itself. Its two counters show the sender of a signal
 * that the process has acted on it; they continue over restarts.
 *
 * @param info facts about the process
 * @param state the state of the process
 * @param signals the signals that the process acts on, one for each action
 * @param decided how many requests for a restart have been decided, whatever the decision
 * @param reopened how often the process has tried to reopen its output files
 * @param reopenFailure why the last attempt to reopen them failed, or {@code null}
 * @param lastRestart the result of the last restart, or {@code null}
 * @param facts what finds the instance, or {@code null} if the process is of an earlier
 * version
 * @param halted what the application was waiting for when it was cut off, because it did
 * not close in time: the end of this process, or of its previous image; or {@code null}
 * @param doing what the process does besides, to decide on a request, such as "rehearsing
 * the next version"; or {@code null}
 */
public record Status(DaemonInfo info, State state, Map<SignalAction, ProcessSignal> signals, int decided, int reopened,
		@Nullable String reopenFailure, @Nullable RestartResult lastRestart, @Nullable InstanceFacts facts,
		@Nullable String halted, @Nullable String doing) {

	/**
	 * Create the status of a process that does nothing besides.
	 * @param info facts about the process
	 * @param state the state of the process
	 * @param signals the signals that the process acts on, one for each action
	 * @param decided how many requests for a restart have been decided
	 * @param reopened how often the process has tried to reopen its output files
	 * @param reopenFailure why the last attempt to reopen them failed, or {@code null}
	 * @param lastRestart the result of the last restart, or {@code null}
	 * @param facts what finds the instance, or {@code null}
	 * @param halted what the application was waiting for when it was cut off, or
	 * {@code null}
	 */
	public Status(DaemonInfo info, State state, Map<SignalAction, ProcessSignal> signals, int decided, int reopened,
			@Nullable String reopenFailure, @Nullable RestartResult lastRestart, @Nullable InstanceFacts facts,
			@Nullable String halted) {
		this(info, state, signals, decided, reopened, reopenFailure, lastRestart, facts, halted, null);
	}

	/**
	 * The first status of an image.
	 * @param info facts about the process
	 * @param signals the signals that the process acts on, one for each action
	 * @param previous the last status of the previous image, or {@code null}
	 * @param lastRestart the restart that started this image, or {@code null}
	 * @return a status in the state {@link State#STARTING}
	 */
	public static Status starting(DaemonInfo info, Map<SignalAction, ProcessSignal> signals, @Nullable Status previous,
			@Nullable RestartResult lastRestart) {
		return new Status(info, State.STARTING, signals, (previous != null) ? previous.decided : 0,
				(previous != null) ? previous.reopened : 0, null, lastRestart, null,
				(previous != null) ? previous.halted : null);
	}

	/**
	 * This status in another state.
	 * @param state the new state
	 * @return the new status
	 */
	public Status in(State state) {
		// Once the application is to be closed again, how that ended before is the past.
		return new Status(this.info, state, this.signals, this.decided, this.reopened, this.reopenFailure,
				this.lastRestart, this.facts, (state == State.READY) ? this.halted : null);
	}

	/**
	 * This status after one more request for a restart has been decided.
	 * @return the new status
	 */
	public Status afterDecision() {
		return new Status(this.info, this.state, this.signals, this.decided + 1, this.reopened, this.reopenFailure,
				this.lastRestart, this.facts, this.halted);
	}

	/**
	 * This status with another last restart.
	 * @param lastRestart the result of the restart
	 * @return the new status
	 */
	public Status with(RestartResult lastRestart) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened, this.reopenFailure,
				lastRestart, this.facts, this.halted, this.doing);
	}

	/**
	 * This status after one more attempt to reopen the output files.
	 * @param failure why the attempt failed, or {@code null}
	 * @return the new status
	 */
	public Status afterReopening(@Nullable String failure) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened + 1, failure,
				this.lastRestart, this.facts, this.halted, this.doing);
	}

	/**
	 * This status with other facts.
	 * @param facts what finds the instance
	 * @return the new status
	 */
	public Status with(InstanceFacts facts) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened, this.reopenFailure,
				this.lastRestart, facts, this.halted, this.doing);
	}

	/**
	 * This status once the application is cut off.
	 * @param halted what it was waiting for, a clause
	 * @return the new status
	 */
	public Status cutOff(String halted) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened, this.reopenFailure,
				this.lastRestart, this.facts, halted);
	}

	/**
	 * This status while the process does something besides, until it has decided on a
	 * request or changes its state.
	 * @param doing what it does
	 * @return the new status
	 */
	public Status whileDoing(String doing) {
		return new Status(this.info, this.state, this.signals, this.decided, this.reopened, this.reopenFailure,
				this.lastRestart, this.facts, this.halted, doing);
	}

}
