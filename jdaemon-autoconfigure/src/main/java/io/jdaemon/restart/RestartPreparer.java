package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.jdaemon.RestartStrategy;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.RehearsalMode;
import io.jdaemon.settings.Settings;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.status.RestartEntries;
import io.jdaemon.status.State;
import io.jdaemon.status.StatusPublisher;
import io.jdaemon.warm.Training;
import org.jspecify.annotations.Nullable;

/**
 * Prepares restarts, one at a time, on threads of their own. Everything else happens on
 * the lifecycle's thread.
 */
final class RestartPreparer {

	private static final String REHEARSING = "rehearsing the next version";

	private final RestartControl control;

	private final Settings settings;

	private final StatusPublisher status;

	private final EventLoop events;

	private final LifecycleLog log;

	private final Consumer<Duration> deciding;

	private final Preparation result;

	// Their threads run. Also read on another thread when the JVM exits
	private final Set<RestartPreparation> running = ConcurrentHashMap.newKeySet();

	// Set by the thread that starts the application
	private volatile RestartGate gate;

	private @Nullable RestartPreparation current;

	/**
	 * Create the preparer.
	 * @param control what a restart does to this process
	 * @param settings the settings
	 * @param status publishes the status of this process
	 * @param events the events of the lifecycle
	 * @param log the log of the lifecycle
	 * @param deciding called with the longest time that the next step takes
	 * @param result what is prepared, and called with how that went
	 */
	RestartPreparer(RestartControl control, Settings settings, StatusPublisher status, EventLoop events,
			LifecycleLog log, Consumer<Duration> deciding, Preparation result) {
		this.control = control;
		this.settings = settings;
		this.status = status;
		this.events = events;
		this.log = log;
		this.deciding = deciding;
		this.result = result;
		FleetSettings fleet = settings.restart().fleet();
		this.gate = (fleet != null) ? RestartGate.closed("The application has no permits of " + fleet.name() + " ("
				+ settings.origins().describe("jdaemon.fleet.name") + ").") : RestartGate.open();
	}

	/**
	 * Put another gate before all restarts.
	 * @param gate the gate
	 */
	void gate(RestartGate gate) {
		this.gate = gate;
	}

	/**
	 * The gate before all restarts.
	 * @return the gate
	 */
	RestartGate gate() {
		return this.gate;
	}

	/**
	 * The restart that is being prepared.
	 * @return the preparation, {@code null} if there is none
	 */
	@Nullable RestartPreparation current() {
		return this.current;
	}

	/**
	 * Whether a thread still prepares a restart, or undoes what was prepared.
	 * @return whether one does
	 */
	boolean busy() {
		return !this.running.isEmpty();
	}

	/**
	 * Forget the restart that was being prepared: it is decided on.
	 */
	void decided() {
		this.current = null;
	}

	/**
	 * Prepare a restart.
	 * @param request the request
	 * @param strategy how it is done
	 * @param response completed with the response
	 */
	void prepare(RestartRequest request, RestartStrategy strategy,
			CompletableFuture<RestartRequest.Response> response) {
		RestartPreparation preparation = new RestartPreparation(request, strategy, this.gate.passage().orElse(null),
				rehearsalLimit(strategy), this.settings.warm().on() ? Training.ASSEMBLY : Duration.ZERO, response);
		this.current = preparation;
		this.running.add(preparation);
		limit(preparation);
		DaemonThreads.start("jdaemon-prepare", () -> {
			RestartPreparation.Outcome outcome = preparation.run(this.control, new Reports(preparation), this.log);
			this.events.add(() -> decide(preparation, outcome));
			// After the decision: the output may have a slow reader.
			if (outcome instanceof RestartPreparation.Refused refused) {
				this.control.print(refused.output());
				this.running.remove(preparation);
			}
		});
	}

	private void publish(@Nullable String doing) {
		this.status.become(this.status.status().whileDoing(doing));
	}

	private void limit(RestartPreparation preparation) {
		Duration limit = preparation.limit();
		boolean waits = preparation.waits();
		this.deciding.accept(limit);
		this.events.alarm(limit, () -> {
			preparation.cancel();
			this.result.refused(preparation,
					(waits ? "It waited" : "Its check took") + " longer than " + limit.toSeconds() + " s.");
		});
	}

	// By handover, the successor itself shows whether it starts.
	private @Nullable Duration rehearsalLimit(RestartStrategy strategy) {
		boolean rehearsed = this.settings.restart().rehearsal() == RehearsalMode.REFRESH || this.settings.warm().on();
		return (strategy == RestartStrategy.EXEC && rehearsed) ? this.settings.startupTimeout() : null;
	}

	private void decide(RestartPreparation preparation, RestartPreparation.Outcome outcome) {
		if (this.current == preparation && this.status.state() != State.READY) {
			this.result.dropped();
		}
		boolean inTime = this.current == preparation;
		if (outcome instanceof RestartPreparation.Prepared prepared) {
			if (inTime) {
				this.result.prepared(preparation, prepared.restart());
				this.running.remove(preparation);
			}
			else {
				DaemonThreads.start("jdaemon-abandon", () -> {
					prepared.restart().abandon();
					this.running.remove(preparation);
				});
			}
		}
		else if (outcome instanceof RestartPreparation.Refused refused && inTime) {
			this.result.refused(preparation, refused.reason());
		}
	}

	/** What is prepared, and what follows from how that went. */
	interface Preparation {

		/**
		 * Create a restart that could succeed. Not on the lifecycle's thread.
		 * @param preparation its preparation
		 * @return the restart, not started
		 * @throws IOException if it cannot be prepared
		 */
		Restart create(RestartPreparation preparation) throws IOException;

		void prepared(RestartPreparation preparation, Restart restart);

		void refused(RestartPreparation preparation, String reason);

		void dropped();

	}

	/** Brings the steps of a preparation to the lifecycle's thread. */
	private final class Reports implements RestartPreparation.Steps {

		private final RestartPreparation preparation;

		Reports(RestartPreparation preparation) {
			this.preparation = preparation;
		}

		@Override
		public void waiting(String waiting) {
			report(() -> {
				RestartPreparer.this.log
					.info(RestartEntries.waiting(this.preparation.request().requestedBy(), waiting));
				publish(waiting);
				this.preparation.response().complete(RestartRequest.Response.waiting(waiting));
			});
		}

		@Override
		public void passed() {
			report(() -> {
				this.preparation.pass();
				publish(null);
				limit(this.preparation);
			});
		}

		@Override
		public void rehearsing() {
			report(() -> {
				RestartPreparer.this.log.info(RestartEntries.rehearsing(this.preparation.request().requestedBy()));
				publish(REHEARSING);
			});
		}

		private void report(Runnable event) {
			RestartPreparer.this.events.add(() -> {
				if (RestartPreparer.this.current == this.preparation
						&& RestartPreparer.this.status.state() == State.READY) {
					event.run();
				}
			});
		}

		@Override
		public Restart prepare() throws IOException {
			return RestartPreparer.this.result.create(this.preparation);
		}

	}

}
