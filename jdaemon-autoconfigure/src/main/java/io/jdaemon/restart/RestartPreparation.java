package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.RestartStrategy;
import io.jdaemon.log.LogTopic;
import io.jdaemon.posix.Reason;
import io.jdaemon.rehearsal.Rehearsal;
import io.jdaemon.rehearsal.RehearsalResult;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.status.RestartEntries;
import org.jspecify.annotations.Nullable;

/**
 * A request for a restart that waits at the gate, and then is checked, rehearsed and
 * prepared. That has a thread of its own, because a file may be on a file system that
 * does not respond.
 */
final class RestartPreparation {

	/** How long it may take without a rehearsal. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final RestartRequest request;

	private final RestartStrategy strategy;

	private final RestartGate.@Nullable Passage passage;

	private final @Nullable Duration rehearsalLimit;

	private final Duration limit;

	private final CompletableFuture<RestartRequest.Response> response;

	private volatile @Nullable Rehearsal rehearsal;

	private volatile boolean cancelled;

	// Used on the lifecycle's thread only
	private boolean passed;

	/**
	 * Create the preparation of a restart.
	 * @param request the request
	 * @param strategy how the restart is done
	 * @param passage the passage of the gate, {@code null} if that is open
	 * @param rehearsalLimit how long the context of a rehearsal may take, {@code null}
	 * for no rehearsal
	 * @param rehearsalEnding how long a rehearsal may take beyond that
	 * @param response completed with the response to the request
	 */
	RestartPreparation(RestartRequest request, RestartStrategy strategy, RestartGate.@Nullable Passage passage,
			@Nullable Duration rehearsalLimit, Duration rehearsalEnding,
			CompletableFuture<RestartRequest.Response> response) {
		this.request = request;
		this.strategy = strategy;
		this.passage = passage;
		this.passed = passage == null;
		this.rehearsalLimit = rehearsalLimit;
		this.limit = (rehearsalLimit != null) ? LIMIT.plus(rehearsalLimit).plus(rehearsalEnding) : LIMIT;
		this.response = response;
	}

	RestartRequest request() {
		return this.request;
	}

	RestartStrategy strategy() {
		return this.strategy;
	}

	CompletableFuture<RestartRequest.Response> response() {
		return this.response;
	}

	/**
	 * The restart has passed the gate.
	 */
	void pass() {
		this.passed = true;
	}

	/**
	 * Whether the restart waits at the gate.
	 * @return whether it has not passed yet
	 */
	boolean waits() {
		return !this.passed;
	}

	/**
	 * Whether the decision on this request is the decision on another one, too.
	 * @param other how the other restart would be done
	 * @return whether the next version is rehearsed for the same restart
	 */
	boolean decides(RestartStrategy other) {
		return this.rehearsalLimit != null && this.strategy == other;
	}

	/**
	 * How long what it does now may take: to wait, or to check, rehearse and prepare.
	 * @return the longest time
	 */
	Duration limit() {
		RestartGate.Passage passage = this.passage;
		return (passage != null && waits()) ? passage.limit() : this.limit;
	}

	/**
	 * Wait, check, rehearse and prepare.
	 * @param control checks
	 * @param steps called when a step begins
	 * @param log receives unexpected failures
	 * @return the outcome
	 */
	Outcome run(RestartControl control, Steps steps, LifecycleLog log) {
		try {
			Optional<Refused> refusal = waitAtGate(steps);
			if (refusal.isEmpty()) {
				refusal = refusal(control, steps, log);
			}
			if (this.cancelled) {
				return new Refused("Its preparation was cancelled.", "");
			}
			return refusal.isPresent() ? refusal.get() : new Prepared(steps.prepare());
		}
		catch (Throwable ex) {
			control.releaseSockets();
			log.error(LogTopic.RESTART.entry("The restart cannot be prepared"), ex);
			return new Refused("The restart cannot be prepared: " + Reason.of(ex) + ".", "");
		}
	}

	private Optional<Refused> waitAtGate(Steps steps) {
		if (this.passage == null) {
			return Optional.empty();
		}
		Optional<Refused> refusal = this.passage.await(steps::waiting).map((reason) -> new Refused(reason, ""));
		if (refusal.isEmpty()) {
			steps.passed();
		}
		return refusal;
	}

	private Optional<Refused> refusal(RestartControl control, Steps steps, LifecycleLog log) {
		while (true) {
			Object version = control.version();
			Optional<Refused> refusal = control.preflight(this.strategy).map((reason) -> new Refused(reason, ""));
			if (refusal.isPresent() || this.rehearsalLimit == null) {
				return refusal;
			}
			Optional<Rehearsal> rehearsal = control.rehearsal();
			if (rehearsal.isEmpty()) {
				return Optional.empty();
			}
			steps.rehearsing();
			RehearsalResult result = rehearse(rehearsal.get(), this.rehearsalLimit);
			if (this.cancelled || version.equals(control.version())) {
				if (result instanceof RehearsalResult.Complete complete && !complete.duration().isZero()) {
					log.info(RestartEntries.rehearsed(complete.duration()));
				}
				return refusal(result);
			}
			log.info(LogTopic.RESTART
				.entry("The jar was replaced while it was rehearsed, so the next version is rehearsed again"));
		}
	}

	private RehearsalResult rehearse(Rehearsal rehearsal, Duration limit) {
		this.rehearsal = rehearsal;
		if (this.cancelled) {
			rehearsal.cancel();
		}
		return rehearsal.run(limit);
	}

	private static Optional<Refused> refusal(RehearsalResult result) {
		if (result instanceof RehearsalResult.Failed failed) {
			return Optional
				.of(new Refused("The next version would not start: " + failed.endOfSentence(), failed.output()));
		}
		return (result instanceof RehearsalResult.Complete) ? Optional.empty()
				: Optional.of(new Refused("Its rehearsal was cancelled.", ""));
	}

	/**
	 * End the wait or the rehearsal, because nothing follows from it any more. This does
	 * not block.
	 */
	void cancel() {
		this.cancelled = true;
		if (waits()) {
			leaveGate();
		}
		Rehearsal running = this.rehearsal;
		if (running != null) {
			running.cancel();
		}
	}

	/**
	 * The restart begins.
	 */
	void begin() {
		if (this.passage != null) {
			this.passage.begin();
		}
	}

	/**
	 * No restart follows, although nothing has failed.
	 */
	void leaveGate() {
		if (this.passage != null) {
			this.passage.cancel();
		}
	}

	/**
	 * The restart was refused or has failed.
	 */
	void failed() {
		if (this.passage != null && this.passed) {
			this.passage.failed();
		}
	}

	/** The outcome of the check and the preparation. */
	sealed interface Outcome {

	}

	/**
	 * The restart could not succeed.
	 *
	 * @param reason the reason, a sentence
	 * @param output what a rehearsal has written, empty if there was none
	 */
	record Refused(String reason, String output) implements Outcome {

	}

	/**
	 * The restart can be started.
	 *
	 * @param restart the restart
	 */
	record Prepared(Restart restart) implements Outcome {

	}

	/** What its thread reports, and the last step. */
	interface Steps {

		/**
		 * The restart waits.
		 * @param waiting for what
		 */
		void waiting(String waiting);

		/** The restart has passed the gate. */
		void passed();

		/** A rehearsal begins. */
		void rehearsing();

		/**
		 * Prepare a restart that could succeed.
		 * @return the restart, not started
		 * @throws IOException if it cannot be prepared
		 */
		Restart prepare() throws IOException;

	}

}
