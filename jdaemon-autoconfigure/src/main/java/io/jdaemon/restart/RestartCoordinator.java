package io.jdaemon.restart;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.jdaemon.RestartRefused;
import io.jdaemon.RestartRequested;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.RestartCause;
import io.jdaemon.settings.RehearsalMode;
import io.jdaemon.settings.Settings;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.status.RestartEntries;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import io.jdaemon.status.StatusPublisher;
import io.jdaemon.warm.Training;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests for a restart; at most one restart is under way. It decides on the
 * lifecycle's thread.
 */
public final class RestartCoordinator {

	private static final String STOPPING = "The process is stopping.";

	private static final String REHEARSING = "rehearsing the next version";

	private final RestartControl control;

	private final Settings settings;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final EventLoop events;

	private final BooleanSupplier stopRequested;

	private final LifecycleLog log;

	private final Consumer<Duration> deciding;

	private final List<Consumer<Optional<String>>> waiting = new ArrayList<>();

	// Their threads run. Also read on another thread when the JVM exits
	private final Set<RestartPreparation> preparing = ConcurrentHashMap.newKeySet();

	private @Nullable RestartRequest pending;

	private @Nullable RestartPreparation preparation;

	// Read on another thread when the JVM exits
	private volatile @Nullable Restart underWay;

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
		this.deciding = deciding;
	}

	/**
	 * The strategy of a restart.
	 * @param requested the strategy in the request, {@code null} for that of the settings
	 * @return the strategy; exec where another process cannot take the place of this one
	 */
	public RestartStrategy strategy(@Nullable RestartStrategy requested) {
		if (!this.control.mayHandOver()) {
			return RestartStrategy.EXEC;
		}
		return (requested != null) ? requested : this.settings.restart().strategy();
	}

	/**
	 * Decide on a request. One that arrives while another is being prepared waits for the
	 * decision on that one, and shares it if that is rehearsed.
	 * @param request the request
	 * @param decision completed with the reason for a refusal, empty if there is none
	 */
	public void request(RestartRequest request, CompletableFuture<Optional<String>> decision) {
		RestartPreparation preparation = this.preparation;
		if (preparation != null) {
			if (preparation.decides(strategy(request.strategy()))) {
				this.log.info(RestartEntries.unheeded(request.requestedBy(), "while " + REHEARSING + ": merged"));
				this.waiting.add((refusal) -> decidedWithAnother(refusal, decision));
			}
			else {
				this.waiting.add((refusal) -> request(request, decision));
			}
			return;
		}
		RestartRequester requestedBy = request.requestedBy();
		switch (this.status.state()) {
			case STARTING -> {
				this.log.info(RestartEntries.unheeded(requestedBy, "while starting: it follows once ready"));
				this.pending = request;
				decision.complete(Optional.empty());
			}
			case READY -> prepare(request, decision);
			case RESTARTING -> {
				this.log.info(RestartEntries.unheeded(requestedBy, "while restarting: merged"));
				this.status.become(this.status.status().afterDecision());
				decision.complete(Optional.of("A restart is already under way."));
			}
			case STOPPING -> {
				this.log.info(RestartEntries.unheeded(requestedBy, "while stopping: dropped"));
				this.status.become(this.status.status().afterDecision());
				decision.complete(Optional.of(STOPPING));
			}
		}
	}

	/**
	 * Decide on the request that was made while starting, if there was one.
	 */
	public void requestPending() {
		RestartRequest pending = this.pending;
		if (pending != null) {
			prepare(pending, new CompletableFuture<>());
		}
	}

	private void prepare(RestartRequest request, CompletableFuture<Optional<String>> decision) {
		RestartStrategy strategy = strategy(request.strategy());
		RestartPreparation preparation = new RestartPreparation(request, strategy, rehearsalLimit(strategy),
				this.settings.warm().on() ? Training.ASSEMBLY : Duration.ZERO, decision);
		this.preparation = preparation;
		this.preparing.add(preparation);
		this.deciding.accept(preparation.limit());
		this.events.alarm(preparation.limit(), () -> {
			preparation.cancel();
			refuse(preparation, "Its check took longer than " + preparation.limit().toSeconds() + " s.");
		});
		DaemonThreads.start("jdaemon-prepare", () -> {
			RestartPreparation.Outcome outcome = preparation.run(this.control,
					() -> this.events.add(() -> rehearsing(preparation)), this::prepared, this.log);
			this.events.add(() -> decide(preparation, outcome));
			// After the decision: the output may have a slow reader.
			if (outcome instanceof RestartPreparation.Refused refused) {
				this.control.print(refused.output());
				this.preparing.remove(preparation);
			}
		});
	}

	// By handover, the successor itself shows whether it starts.
	private @Nullable Duration rehearsalLimit(RestartStrategy strategy) {
		boolean rehearsed = this.settings.restart().rehearsal() == RehearsalMode.REFRESH || this.settings.warm().on();
		return (strategy == RestartStrategy.EXEC && rehearsed) ? this.settings.startupTimeout() : null;
	}

	private void rehearsing(RestartPreparation preparation) {
		if (this.preparation == preparation && this.status.state() == State.READY) {
			this.log.info(RestartEntries.rehearsing(preparation.request().requestedBy()));
			this.status.become(this.status.status().whileDoing(REHEARSING));
		}
	}

	// Off the lifecycle thread
	private Restart prepared(RestartRequest request) throws IOException {
		return switch (strategy(request.strategy())) {
			case EXEC -> new ExecRestart(this.control, this.status, this.shutdown,
					this.control.prepareExec(request.cause(), this.stopRequested), request);
			case HANDOVER -> new HandoverRestart(this.control.spawnSuccessor(request.cause()),
					this.settings.startupTimeout(), this.settings.restart().drainTimeout(), this.shutdown, this.events,
					this.control::handOver, this::handedOver, (reason) -> handoverFailed(request.cause(), reason));
		};
	}

	private void decide(RestartPreparation preparation, RestartPreparation.Outcome outcome) {
		if (this.preparation == preparation && this.status.state() != State.READY) {
			dropPreparation();
		}
		boolean inTime = this.preparation == preparation;
		if (outcome instanceof RestartPreparation.Prepared prepared) {
			if (inTime) {
				start(preparation, prepared.restart());
				this.preparing.remove(preparation);
			}
			else {
				DaemonThreads.start("jdaemon-abandon", () -> {
					prepared.restart().abandon();
					this.preparing.remove(preparation);
				});
			}
		}
		else if (outcome instanceof RestartPreparation.Refused refused && inTime) {
			refuse(preparation, refused.reason());
		}
	}

	private void start(RestartPreparation preparation, Restart restart) {
		this.underWay = restart;
		this.log.info(RestartEntries.decided(preparation.request().requestedBy(), preparation.strategy()));
		this.status.become(this.status.status().in(State.RESTARTING).afterDecision());
		this.shutdown.publish(new RestartRequested(preparation.request().requestedBy(), preparation.strategy()));
		restart.start();
		decided(preparation, Optional.empty());
	}

	private void refuse(RestartPreparation preparation, String reason) {
		this.events.cancelAlarm();
		unsuccessful(this.status.status().afterDecision(),
				RestartResults.refused(preparation.request().cause(), preparation.strategy(), reason));
		decided(preparation, Optional.of(reason));
	}

	private void decided(RestartPreparation preparation, Optional<String> refusal) {
		this.preparation = null;
		preparation.decision().complete(refusal);
		List<Consumer<Optional<String>>> waiting = List.copyOf(this.waiting);
		this.waiting.clear();
		waiting.forEach((other) -> other.accept(refusal));
	}

	private void decidedWithAnother(Optional<String> refusal, CompletableFuture<Optional<String>> decision) {
		this.status.become(this.status.status().afterDecision());
		decision.complete(refusal);
	}

	/**
	 * Drop the request that is being prepared, because the process is stopping. The state
	 * STOPPING has been published already.
	 */
	public void dropPreparation() {
		RestartPreparation preparation = this.preparation;
		if (preparation != null) {
			this.log
				.info(RestartEntries.unheeded(preparation.request().requestedBy(), "dropped: the process is stopping"));
			preparation.cancel();
			this.status.become(this.status.status().afterDecision());
			decided(preparation, Optional.of(STOPPING));
		}
	}

	/**
	 * Whether a restart is being prepared, or what was prepared is being undone. Until
	 * that is over, there may be a successor, which would take the place of a process
	 * that exits.
	 * @return whether this process has to wait before it exits
	 */
	public boolean preparing() {
		return !this.preparing.isEmpty();
	}

	/**
	 * Cancel the restart that is under way, because a stop takes its place.
	 * @return whether the application is being closed already and the process will exit
	 */
	public boolean cancel() {
		Restart restart = this.underWay;
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

	private void handoverFailed(RestartCause cause, String reason) {
		this.underWay = null;
		unsuccessful(this.status.status().in(State.READY),
				RestartResults.failed(cause, RestartStrategy.HANDOVER, reason));
	}

	private void unsuccessful(Status status, RestartResult result) {
		this.log.error(RestartEntries.unsuccessful(result));
		this.status.become(status.with(result));
		this.shutdown.publish(new RestartRefused(result));
	}

}
