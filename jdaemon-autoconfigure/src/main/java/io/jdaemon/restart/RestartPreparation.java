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
 * A request for a restart that is being checked, rehearsed and prepared. That has a
 * thread of its own, because a file may be on a file system that does not respond.
 */
final class RestartPreparation {

	/** How long it may take without a rehearsal. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final RestartRequest request;

	private final RestartStrategy strategy;

	private final @Nullable Duration rehearsalLimit;

	private final Duration limit;

	private final CompletableFuture<Optional<String>> decision;

	private volatile @Nullable Rehearsal rehearsal;

	private volatile boolean cancelled;

	/**
	 * Create the preparation of a restart.
	 * @param request the request
	 * @param strategy how the restart is done
	 * @param rehearsalLimit how long the context of a rehearsal may take, {@code null}
	 * for no rehearsal
	 * @param rehearsalEnding how long a rehearsal may take beyond that
	 * @param decision completed with the reason for a refusal, empty if there is none
	 */
	RestartPreparation(RestartRequest request, RestartStrategy strategy, @Nullable Duration rehearsalLimit,
			Duration rehearsalEnding, CompletableFuture<Optional<String>> decision) {
		this.request = request;
		this.strategy = strategy;
		this.rehearsalLimit = rehearsalLimit;
		this.limit = (rehearsalLimit != null) ? LIMIT.plus(rehearsalLimit).plus(rehearsalEnding) : LIMIT;
		this.decision = decision;
	}

	RestartRequest request() {
		return this.request;
	}

	RestartStrategy strategy() {
		return this.strategy;
	}

	CompletableFuture<Optional<String>> decision() {
		return this.decision;
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
	 * How long it may take.
	 * @return the longest time
	 */
	Duration limit() {
		return this.limit;
	}

	/**
	 * Check, rehearse and prepare.
	 * @param control checks
	 * @param rehearsing called when a rehearsal begins
	 * @param preparer prepares
	 * @param log receives unexpected failures
	 * @return the outcome
	 */
	Outcome run(RestartControl control, Runnable rehearsing, Preparer preparer, LifecycleLog log) {
		try {
			Optional<Refused> refusal = refusal(control, rehearsing, log);
			if (this.cancelled) {
				return new Refused("Its preparation was cancelled.", "");
			}
			return refusal.isPresent() ? refusal.get() : new Prepared(preparer.prepare(this.request));
		}
		catch (Throwable ex) {
			control.releaseSockets();
			log.error(LogTopic.RESTART.entry("The restart cannot be prepared"), ex);
			return new Refused("The restart cannot be prepared: " + Reason.of(ex) + ".", "");
		}
	}

	private Optional<Refused> refusal(RestartControl control, Runnable rehearsing, LifecycleLog log) {
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
			rehearsing.run();
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
	 * End the rehearsal, because nothing follows from it any more. This does not block.
	 */
	void cancel() {
		this.cancelled = true;
		Rehearsal running = this.rehearsal;
		if (running != null) {
			running.cancel();
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

	/** Prepares a restart. */
	@FunctionalInterface
	interface Preparer {

		/**
		 * Prepare a restart that could succeed.
		 * @param request the request
		 * @return the restart, not started
		 * @throws IOException if it cannot be prepared
		 */
		Restart prepare(RestartRequest request) throws IOException;

	}

}
