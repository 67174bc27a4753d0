package io.jdaemon.restart;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.jdaemon.Mode;
import io.jdaemon.RestartStrategy;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.shutdown.ApplicationShutdown;
import io.jdaemon.shutdown.EventLoop;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.State;
import io.jdaemon.status.StatusPublisher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decides on requests for a restart; at most one restart is under way. It decides on the
 * lifecycle's thread.
 */
public final class RestartCoordinator {

	private static final Log logger = LogFactory.getLog(RestartCoordinator.class);

	private final RestartControl control;

	private final Settings settings;

	private final StatusPublisher status;

	private final ApplicationShutdown shutdown;

	private final EventLoop events;

	private final BooleanSupplier stopRequested;

	private @Nullable RestartRequest pending;

	// Read on another thread when the JVM exits
	private volatile @Nullable Restart underWay;

	public RestartCoordinator(RestartControl control, Settings settings, StatusPublisher status,
			ApplicationShutdown shutdown, EventLoop events, BooleanSupplier stopRequested) {
		this.control = control;
		this.settings = settings;
		this.status = status;
		this.shutdown = shutdown;
		this.events = events;
		this.stopRequested = stopRequested;
	}

	/**
	 * The strategy of a restart.
	 * @param requested the strategy in the request, {@code null} for that of the settings
	 * @return the strategy; in the foreground always exec, because the shell or the
	 * supervisor there knows the PID
	 */
	public RestartStrategy strategy(@Nullable RestartStrategy requested) {
		if (this.status.status().info().mode() != Mode.DAEMON) {
			return RestartStrategy.EXEC;
		}
		return (requested != null) ? requested : this.settings.restart().strategy();
	}

	/**
	 * Decide on a request.
	 * @param request the request
	 * @param decision completed with the reason for a refusal, empty if there is none
	 */
	public void request(RestartRequest request, CompletableFuture<Optional<String>> decision) {
		String requestedBy = request.requestedBy();
		switch (this.status.state()) {
			case STARTING -> {
				logger.info("Restart requested by " + requestedBy + " while starting: it follows once ready");
				this.pending = request;
				decision.complete(Optional.empty());
			}
			case READY -> decision.complete(start(request));
			case RESTARTING -> {
				logger.info("Restart requested by " + requestedBy + " while restarting: merged");
				this.status.become(this.status.status().afterDecision());
				decision.complete(Optional.of("A restart is already under way."));
			}
			case STOPPING -> {
				logger.info("Restart requested by " + requestedBy + " while stopping: dropped");
				this.status.become(this.status.status().afterDecision());
				decision.complete(Optional.of("The process is stopping."));
			}
		}
	}

	/**
	 * Decide on the request that was made while starting, if there was one.
	 */
	public void requestPending() {
		RestartRequest pending = this.pending;
		if (pending != null) {
			start(pending);
		}
	}

	private Optional<String> start(RestartRequest request) {
		Optional<String> refusal = tryStart(request);
		if (refusal.isPresent()) {
			logger.error("Restart requested by " + request.requestedBy() + " refused: " + refusal.get());
			this.status.become(this.status.status()
				.with(RestartResults.refused(request.requestedBy(), Instant.now(), refusal.get()))
				.afterDecision());
		}
		return refusal;
	}

	private Optional<String> tryStart(RestartRequest request) {
		Restart restart;
		try {
			Optional<String> refusal = this.control.preflight();
			if (refusal.isPresent()) {
				return refusal;
			}
			restart = prepare(request);
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			logger.error("The restart cannot be prepared", ex);
			return Optional.of("The restart cannot be prepared: " + Reason.of(ex) + ".");
		}
		this.underWay = restart;
		this.status.become(this.status.status().in(State.RESTARTING).afterDecision());
		restart.start();
		return Optional.empty();
	}

	private Restart prepare(RestartRequest request) throws IOException {
		return switch (strategy(request.strategy())) {
			case EXEC -> exec(request);
			case HANDOVER -> handover(request);
		};
	}

	private Restart exec(RestartRequest request) {
		Restart restart = new ExecRestart(this.control, this.status, this.shutdown,
				this.control.prepareExec(request.requestedBy(), this.stopRequested), request.grace());
		logger.info("Restarting, requested by " + request.requestedBy());
		return restart;
	}

	private Restart handover(RestartRequest request) throws IOException {
		Restart restart = new HandoverRestart(this.control.spawnSuccessor(request.requestedBy()),
				this.settings.startupTimeout(), this.settings.restart().drainTimeout(), this.shutdown, this.events,
				this::handedOver, (reason) -> handoverFailed(request.requestedBy(), reason));
		logger.info("Restarting by handover, requested by " + request.requestedBy());
		return restart;
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
		logger.info("Handed over to process " + successor + ", which is ready");
		this.status.become(this.status.status().in(State.STOPPING));
		this.shutdown.afterHandover(this.settings.restart().drainTimeout(), ExitStatus.DONE);
	}

	private void handoverFailed(String requestedBy, String reason) {
		logger.error("Restart requested by " + requestedBy + " failed: " + reason);
		this.underWay = null;
		this.status.become(
				this.status.status().in(State.READY).with(RestartResults.failed(requestedBy, Instant.now(), reason)));
	}

}
