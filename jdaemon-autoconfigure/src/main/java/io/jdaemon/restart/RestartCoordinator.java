package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.jdaemon.RestartRefused;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartRequested;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.restart.RestartRequest.Response;
import io.jdaemon.settings.Settings;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.status.RestartEntries;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusPublisher;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests for a restart; at most one restart is under way. It decides on the
 * lifecycle's thread.
 */
public final class RestartCoordinator {

	private static final String STOPPING = "The process is stopping.";

	private final RestartControl control;

	private final Settings settings;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final EventLoop events;

	private final BooleanSupplier stopRequested;

	private final LifecycleLog log;

	private final RestartPreparer preparer;

	private final List<Consumer<Response>> waiting = new ArrayList<>();

	private @Nullable RestartRequest pending;

	// Read on another thread when the JVM exits
	private volatile @Nullable Restart underWay;

	private @Nullable RestartPreparation begun;

	public RestartCoordinator(RestartControl control, Settings settings, StatusPublisher status,
			ApplicationShutdown shutdown, EventLoop events, LifecycleLog log, BooleanSupplier stopRequested,
			Consumer<Duration> deciding) {
		this.control = control;
		this.settings = settings;
		this.status = status;
		this.shutdown = shutdown;
		this.events = events;
		this.log = log;
		this.stopRequested = stopRequested;
		this.preparer = new RestartPreparer(control, settings, status, events, log, deciding, new Preparation());
	}

	/**
	 * Put a gate before all restarts.
	 * @param gate the gate
	 */
	public void gate(RestartGate gate) {
		this.preparer.gate(gate);
	}

	/**
	 * This image serves the application, and nothing could take its place any more.
	 */
	public void serving() {
		this.preparer.gate().serving();
	}

	/**
	 * Request a restart, and wait for the response. Not for the lifecycle's thread.
	 * @param request the request
	 * @return what the restart waits for; empty if it has begun, or begins once the
	 * application is ready
	 * @throws RestartRefusedException if it is refused
	 */
	public Optional<String> call(RestartRequest request) {
		CompletableFuture<Response> response = new CompletableFuture<>();
		this.events.add(() -> {
			try {
				request(request, response);
			}
			catch (Throwable ex) {
				// The caller waits for the response.
				response.complete(Response.refused("The restart cannot be prepared: " + Reason.of(ex) + "."));
				throw ex;
			}
		});
		Response given = response.join();
		if (given.refusal() != null) {
			throw new RestartRefusedException(given.refusal());
		}
		return Optional.ofNullable(given.waiting());
	}

	/**
	 * The strategy of a restart.
	 * @param requested the strategy in the request, {@code null} for that of the settings
	 * @return the strategy; exec where another process cannot take the place of this one
	 */
	public RestartStrategy strategy(@Nullable RestartStrategy requested) {
		return !this.control.mayHandOver() ? RestartStrategy.EXEC
				: (requested != null) ? requested : this.settings.restart().strategy();
	}

	/**
	 * Decide on a request. One that arrives while another waits at the gate takes its
	 * place; one that arrives while another is being prepared waits for the decision on
	 * that one, and shares it if that is rehearsed.
	 * @param request the request
	 * @param response completed with the response
	 */
	public void request(RestartRequest request, CompletableFuture<Response> response) {
		RestartPreparation preparation = this.preparer.current();
		if (preparation != null && preparation.waits()) {
			replace(preparation);
		}
		else if (preparation != null) {
			if (preparation.decides(strategy(request.strategy()))) {
				this.log
					.info(RestartEntries.unheeded(request.requestedBy(), "while rehearsing the next version: merged"));
				this.waiting.add((decision) -> decidedWithAnother(decision, response));
			}
			else {
				this.waiting.add((decision) -> request(request, response));
			}
			return;
		}
		RestartRequester requestedBy = request.requestedBy();
		switch (this.status.state()) {
			case STARTING -> {
				this.log.info(RestartEntries.unheeded(requestedBy, "while starting: it follows once ready"));
				this.pending = request;
				response.complete(Response.ACCEPTED);
			}
			case READY -> this.preparer.prepare(request, strategy(request.strategy()), response);
			case RESTARTING -> {
				this.log.info(RestartEntries.unheeded(requestedBy, "while restarting: merged"));
				decidedWithAnother(Response.refused("A restart is already under way."), response);
			}
			case STOPPING -> {
				this.log.info(RestartEntries.unheeded(requestedBy, "while stopping: dropped"));
				decidedWithAnother(Response.refused(STOPPING), response);
			}
		}
	}

	/**
	 * Decide on the request that was made while starting, if there was one.
	 */
	public void requestPending() {
		if (this.pending != null) {
			this.preparer.prepare(this.pending, strategy(this.pending.strategy()), new CompletableFuture<>());
		}
	}

	// Off the lifecycle thread
	private Restart create(RestartPreparation preparation) throws IOException {
		RestartRequest request = preparation.request();
		return switch (preparation.strategy()) {
			case EXEC -> new ExecRestart(this.control, this.status, this.shutdown,
					this.control.prepareExec(request.cause(), this.stopRequested), request);
			case HANDOVER -> new HandoverRestart(this.control.spawnSuccessor(request.cause()),
					this.settings.startupTimeout(), this.settings.restart().drainTimeout(), this.shutdown, this.events,
					this.control::handOver, this::handedOver, (reason) -> handoverFailed(preparation, reason));
		};
	}

	private void start(RestartPreparation preparation, Restart restart) {
		this.underWay = restart;
		this.begun = preparation;
		preparation.begin();
		this.log.info(RestartEntries.decided(preparation.request().requestedBy(), preparation.strategy()));
		this.status.become(this.status.status().in(State.RESTARTING).afterDecision());
		this.shutdown.publish(new RestartRequested(preparation.request().requestedBy(), preparation.strategy()));
		restart.start();
		decided(preparation, Response.ACCEPTED);
	}

	private void refuse(RestartPreparation preparation, String reason) {
		this.events.cancelAlarm();
		unsuccessful(this.status.status().afterDecision(),
				RestartResults.refused(preparation.request().cause(), preparation.strategy(), reason));
		preparation.failed();
		decided(preparation, Response.refused(reason));
	}

	// The newer request is the one that is decided on, also for those who wait for the
	// decision on this one.
	private void replace(RestartPreparation preparation) {
		this.log.info(RestartEntries.unheeded(preparation.request().requestedBy(), "while waiting: another follows"));
		preparation.cancel();
		preparation.response().complete(Response.refused("Another request took its place while it was waiting."));
	}

	private void decided(RestartPreparation preparation, Response decision) {
		this.preparer.decided();
		preparation.response().complete(decision);
		List<Consumer<Response>> waiting = List.copyOf(this.waiting);
		this.waiting.clear();
		waiting.forEach((other) -> other.accept(decision));
	}

	private void decidedWithAnother(Response decision, CompletableFuture<Response> response) {
		this.status.become(this.status.status().afterDecision());
		response.complete(decision);
	}

	/**
	 * Drop the request that is being prepared, because the process is stopping. The state
	 * STOPPING has been published already.
	 */
	public void dropPreparation() {
		RestartPreparation preparation = this.preparer.current();
		if (preparation != null) {
			this.log
				.info(RestartEntries.unheeded(preparation.request().requestedBy(), "dropped: the process is stopping"));
			preparation.cancel();
			preparation.leaveGate();
			this.status.become(this.status.status().afterDecision());
			decided(preparation, Response.refused(STOPPING));
		}
	}

	/**
	 * Whether a restart is being prepared, or what was prepared is being undone. Until
	 * that is over, there may be a successor, which would take the place of a process
	 * that exits.
	 * @return whether this process has to wait before it exits
	 */
	public boolean preparing() {
		return this.preparer.busy();
	}

	/**
	 * Cancel the restart that is under way, because a stop takes its place.
	 * @return whether the application is being closed already and the process will exit
	 */
	public boolean cancel() {
		Restart restart = this.underWay;
		if (this.begun != null) {
			this.begun.leaveGate();
		}
		return restart != null && restart.cancel();
	}

	/**
	 * Whether the process outlives the application.
	 * @return whether the next image is to follow
	 */
	public boolean keepProcess() {
		Restart restart = this.underWay;
		return restart != null && restart.keepsProcess();
	}

	private void handedOver(long successor) {
		this.log.info(RestartEntries.handedOver(successor));
		this.status.become(State.STOPPING);
		Restart handover = this.underWay;
		// Its supervisor may still wait for this process only.
		this.shutdown.afterHandover(this.settings.restart().drainTimeout(),
				() -> (handover instanceof HandoverRestart over && over.successorEnded()) ? ExitStatus.FAILED
						: ExitStatus.DONE);
	}

	private void handoverFailed(RestartPreparation preparation, String reason) {
		this.underWay = null;
		unsuccessful(this.status.status().in(State.READY),
				RestartResults.failed(preparation.request().cause(), RestartStrategy.HANDOVER, reason));
		preparation.failed();
	}

	private void unsuccessful(Status status, RestartResult result) {
		this.log.error(RestartEntries.unsuccessful(result));
		this.status.become(status.with(result));
		this.shutdown.publish(new RestartRefused(result));
	}

	/** Creates restarts, and decides once they are prepared. */
	private final class Preparation implements RestartPreparer.Preparation {

		@Override
		public Restart create(RestartPreparation preparation) throws IOException {
			return RestartCoordinator.this.create(preparation);
		}

		@Override
		public void prepared(RestartPreparation preparation, Restart restart) {
			start(preparation, restart);
		}

		@Override
		public void refused(RestartPreparation preparation, String reason) {
			refuse(preparation, reason);
		}

		@Override
		public void dropped() {
			dropPreparation();
		}

	}

}
