package io.jdaemon.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.restart.RestartRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Tells about this process and restarts it.
 */
@Endpoint(id = "restart", defaultAccess = Access.NONE)
public final class RestartEndpoint {

	private static final int CONFLICT = 409;

	// Nobody tells when the answer has been sent, and a server that shuts down at once
	// would cut it off. Spring Boot's endpoint for shutdown waits as long.
	private static final Duration GRACE = Duration.ofMillis(500);

	private final DaemonInfo info;

	private final @Nullable Lifecycle lifecycle;

	/**
	 * Create the endpoint.
	 * @param info facts about this process
	 * @param lifecycle its lifecycle, unless jdaemon is off
	 */
	public RestartEndpoint(DaemonInfo info, @Nullable Lifecycle lifecycle) {
		this.info = info;
		this.lifecycle = lifecycle;
	}

	/**
	 * Tell about this process.
	 * @return facts and the outcome of the last restart
	 */
	@ReadOperation
	public Status status() {
		return new Status(this.info.pid(), this.info.generation(), this.info.mode().name().toLowerCase(Locale.ROOT),
				strategy(null), this.info.startedAt(), this.info.daemonStartedAt(),
				(this.lifecycle != null) ? this.lifecycle.lastRestart().orElse(null) : null);
	}

	/**
	 * Restart the process. The answer comes first: the application is closed on another
	 * thread, half a second later.
	 * @return what is going to happen, or with status 409 why it is not
	 */
	@WriteOperation
	public WebEndpointResponse<Answer> restart() {
		return tryRestart(null);
	}

	/**
	 * Restart the process in a certain way.
	 * @param strategy how
	 * @return what is going to happen, or with status 409 why it is not
	 */
	// In the path: a parameter in the body would make a body necessary for all.
	@WriteOperation
	public WebEndpointResponse<Answer> restart(@Selector RestartStrategy strategy) {
		return tryRestart(strategy);
	}

	private WebEndpointResponse<Answer> tryRestart(@Nullable RestartStrategy strategy) {
		if (this.lifecycle == null) {
			return new WebEndpointResponse<>(answer("jdaemon is off in this process.", strategy), CONFLICT);
		}
		try {
			this.lifecycle.restart(new RestartRequest("the endpoint", GRACE, strategy));
			return new WebEndpointResponse<>(answer("Restarting", strategy));
		}
		catch (RestartRefusedException ex) {
			return new WebEndpointResponse<>(answer(String.valueOf(ex.getMessage()), strategy), CONFLICT);
		}
	}

	private Answer answer(String message, @Nullable RestartStrategy strategy) {
		return new Answer(message, this.info.pid(), this.info.generation(), strategy(strategy));
	}

	private String strategy(@Nullable RestartStrategy asked) {
		RestartStrategy strategy = (this.lifecycle != null) ? this.lifecycle.strategy(asked) : RestartStrategy.EXEC;
		return strategy.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The state of the process.
	 *
	 * @param pid its process ID
	 * @param generation how often it has restarted
	 * @param mode daemon or foreground
	 * @param strategy how it restarts
	 * @param startedAt when this image was started
	 * @param daemonStartedAt when generation 0 was started
	 * @param lastRestart the outcome of the last restart
	 */
	public record Status(long pid, int generation, String mode, String strategy, Instant startedAt,
			Instant daemonStartedAt, @Nullable RestartResult lastRestart) {

	}

	/**
	 * The answer to a request for a restart.
	 *
	 * @param message "Restarting", or why not
	 * @param pid the process ID
	 * @param generation the generation that answers
	 * @param strategy how it restarts
	 */
	public record Answer(String message, long pid, int generation, String strategy) {

	}

}
