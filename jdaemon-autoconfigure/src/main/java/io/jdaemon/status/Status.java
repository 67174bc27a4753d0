package io.jdaemon.status;

import java.util.Map;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartResult;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.sockets.Gap;
import org.jspecify.annotations.Nullable;

/**
 * What a process publishes about itself.
 *
 * @param info facts about the process
 * @param state the state of the process
 * @param signals the signals that the process acts on, one for each action
 * @param restarts what became of the requests for a restart
 * @param reopenings how often the process has tried to reopen its output files
 * @param facts what finds the instance, or {@code null} if the process is of an earlier
 * version
 * @param configuration how the instance is set up, or {@code null} if the process is of
 * an earlier version
 * @param halted what the application was waiting for when it was cut off, because it did
 * not close in time: the end of this process, or of its previous image; or {@code null}
 * @param doing what the process does besides, to decide on a request, such as "rehearsing
 * the next version"; or {@code null}
 */
public record Status(DaemonInfo info, State state, Map<SignalAction, ProcessSignal> signals, RestartHistory restarts,
		Reopenings reopenings, @Nullable InstanceFacts facts, @Nullable InstanceConfiguration configuration,
		@Nullable String halted, @Nullable String doing) {

	/**
	 * The first status of an image.
	 * @param info facts about the process
	 * @param signals the signals that the process acts on, one for each action
	 * @param previous the last status of the previous image, or {@code null}
	 * @return a status in the state {@link State#STARTING}
	 */
	public static Status starting(DaemonInfo info, Map<SignalAction, ProcessSignal> signals,
			@Nullable Status previous) {
		RestartHistory restarts = (previous != null) ? previous.restarts : RestartHistory.NONE;
		int reopened = (previous != null) ? previous.reopenings.count() : 0;
		return new Status(info, State.STARTING, signals, restarts, new Reopenings(reopened, null), null, null,
				(previous != null) ? previous.halted : null, null);
	}

	/**
	 * How many requests for a restart have been decided.
	 * @return the number
	 */
	public int decided() {
		return this.restarts.decided();
	}

	/**
	 * The result of the last restart.
	 * @return the result, {@code null} if there was none
	 */
	public @Nullable RestartResult lastRestart() {
		return this.restarts.last();
	}

	/**
	 * The result of the last restart, unless the application that it has started is not
	 * ready yet.
	 * @return the result, {@code null} if there is none
	 */
	public @Nullable RestartResult endedRestart() {
		RestartResult last = lastRestart();
		return (last != null && last.duration() != null) ? last : null;
	}

	/**
	 * This status in another state.
	 * @param state the new state
	 * @return the new status
	 */
	public Status in(State state) {
		// Once the application is to be closed again, how that ended before is the past.
		return new Status(this.info, state, this.signals, this.restarts, this.reopenings, this.facts,
				this.configuration, (state == State.READY) ? this.halted : null, null);
	}

	/**
	 * This status once the application is ready, and with it the restart that has started
	 * this image.
	 * @return the new status
	 */
	public Status ready() {
		return in(State.READY).with(this.restarts.ready(), null);
	}

	/**
	 * This status after one more request for a restart has been decided.
	 * @return the new status
	 */
	public Status afterDecision() {
		return with(this.restarts.afterDecision(), null);
	}

	/**
	 * This status with another last restart.
	 * @param lastRestart the result of the restart
	 * @return the new status
	 */
	public Status with(RestartResult lastRestart) {
		return with(this.restarts.with(lastRestart), this.doing);
	}

	/**
	 * This status with the counts of the predecessor, which this process continues.
	 * @param counts how many restarts there were
	 * @return the new status
	 */
	public Status with(RestartCounts counts) {
		return with(this.restarts.with(counts), this.doing);
	}

	/**
	 * This status while no connections are accepted, because the next image will accept
	 * them.
	 * @param gap how long they wait
	 * @return the new status
	 */
	public Status paused(Gap gap) {
		return with(this.restarts.paused(gap), this.doing);
	}

	/**
	 * This status once connections are accepted.
	 * @return the new status
	 */
	public Status accepting() {
		return with(this.restarts.accepting(), this.doing);
	}

	private Status with(RestartHistory restarts, @Nullable String doing) {
		return new Status(this.info, this.state, this.signals, restarts, this.reopenings, this.facts,
				this.configuration, this.halted, doing);
	}

	/**
	 * This status after one more attempt to reopen the output files.
	 * @param failure why the attempt failed, or {@code null}
	 * @return the new status
	 */
	public Status afterReopening(@Nullable String failure) {
		return new Status(this.info, this.state, this.signals, this.restarts,
				new Reopenings(this.reopenings.count() + 1, failure), this.facts, this.configuration, this.halted,
				this.doing);
	}

	/**
	 * This status with other facts.
	 * @param facts what finds the instance
	 * @return the new status
	 */
	public Status with(InstanceFacts facts) {
		return new Status(this.info, this.state, this.signals, this.restarts, this.reopenings, facts,
				this.configuration, this.halted, this.doing);
	}

	/**
	 * This status with another configuration.
	 * @param configuration how the instance is set up
	 * @return the new status
	 */
	public Status with(InstanceConfiguration configuration) {
		return new Status(this.info, this.state, this.signals, this.restarts, this.reopenings, this.facts,
				configuration, this.halted, this.doing);
	}

	/**
	 * This status once the application is cut off.
	 * @param halted what it was waiting for, a clause
	 * @return the new status
	 */
	public Status cutOff(String halted) {
		return new Status(this.info, this.state, this.signals, this.restarts, this.reopenings, this.facts,
				this.configuration, halted, null);
	}

	/**
	 * This status while the process does something besides, until it has decided on a
	 * request or changes its state.
	 * @param doing what it does, {@code null} for nothing
	 * @return the new status
	 */
	public Status whileDoing(@Nullable String doing) {
		return with(this.restarts, doing);
	}

}
