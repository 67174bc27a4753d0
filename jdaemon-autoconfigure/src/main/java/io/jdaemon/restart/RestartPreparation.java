package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.jdaemon.RestartStrategy;
import io.jdaemon.posix.Reason;
import io.jdaemon.shutdown.LifecycleLog;

/**
 * A request for a restart that is being checked and prepared. That has a thread of its
 * own, because a file may be on a file system that does not respond.
 *
 * @param request the request
 * @param strategy how the restart is done
 * @param decision completed with the reason for a refusal, empty if there is none
 */
record RestartPreparation(RestartRequest request, RestartStrategy strategy,
		CompletableFuture<Optional<String>> decision) {

	/** How long it may take. */
	static final Duration LIMIT = Duration.ofSeconds(60);

	/**
	 * Check and prepare.
	 * @param control checks
	 * @param preparer prepares
	 * @param log receives unexpected failures
	 * @return the outcome
	 */
	Outcome run(RestartControl control, Preparer preparer, LifecycleLog log) {
		try {
			Optional<String> refusal = control.preflight(this.strategy);
			return refusal.isPresent() ? new Refused(refusal.get()) : new Prepared(preparer.prepare(this.request));
		}
		catch (Throwable ex) {
			control.releaseSockets();
			log.error("The restart cannot be prepared", ex);
			return new Refused("The restart cannot be prepared: " + Reason.of(ex) + ".");
		}
	}

	/** The outcome of the check and the preparation. */
	sealed interface Outcome {

	}

	/**
	 * The restart could not succeed.
	 *
	 * @param reason the reason, a sentence
	 */
	record Refused(String reason) implements Outcome {

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
