package io.jdaemon.actuate;

import java.time.Duration;
import java.util.Optional;

import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartStrategy;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.log.LogTopic;
import io.jdaemon.output.LowerCase;
import io.jdaemon.restart.RestartRequest;
import io.jdaemon.status.InstanceDescription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.StringUtils;

/**
 * Describes this process and restarts it.
 */
@Endpoint(id = "restart", defaultAccess = Access.NONE)
public final class RestartEndpoint {

	private static final Log logger = LogFactory.getLog(LogTopic.RESTART.logger());

	private static final int ACCEPTED = 202;

	private static final int BAD_REQUEST = 400;

	private static final int FORBIDDEN = 403;

	private static final int CONFLICT = 409;

	// A server that shuts down at once would cut off the response, and nothing reports
	// when the response has been sent. Spring Boot's shutdown endpoint waits as long.
	private static final Duration GRACE = Duration.ofMillis(500);

	private final DaemonInfo info;

	private final @Nullable Lifecycle lifecycle;

	/**
	 * Create the endpoint.
	 * @param info facts about this process
	 * @param lifecycle the lifecycle, {@code null} if jdaemon is off
	 */
	public RestartEndpoint(DaemonInfo info, @Nullable Lifecycle lifecycle) {
		this.info = info;
		this.lifecycle = lifecycle;
	}

	/**
	 * Describe this process.
	 * @return facts and the result of the last restart
	 */
	@ReadOperation
	public InstanceDescription status() {
		return (this.lifecycle != null) ? InstanceDescription.of(this.lifecycle.status())
				: InstanceDescription.of(this.info);
	}

	/**
	 * Restart the process. The response is sent first: the application is closed on
	 * another thread, half a second later.
	 * @return what is going to happen, with status 202 if the restart waits for the
	 * permit of its fleet; or status 409 and the reason for a refusal
	 */
	@WriteOperation
	public WebEndpointResponse<RestartResponse> restart() {
		return tryRestart(RestartRequester.endpoint(null, null), null);
	}

	/**
	 * Restart the process with a given strategy.
	 * @param strategy the strategy
	 * @return what is going to happen, or status 409 and the reason for a refusal
	 */
	// In the path: a parameter in the body would require a body in every request. With a
	// name of its own: JMX distinguishes operations by nothing else.
	@WriteOperation
	public WebEndpointResponse<RestartResponse> restartBy(@Selector RestartStrategy strategy) {
		return tryRestart(RestartRequester.endpoint(null, null), strategy);
	}

	/**
	 * Restart the process for a request over HTTP.
	 * @param caller who sends the request
	 * @param word the word for the strategy, {@code null} for that of the settings
	 * @return what is going to happen, or status 400, 403 or 409 and the reason for a
	 * refusal
	 */
	WebEndpointResponse<RestartResponse> restart(WebCaller caller, @Nullable String word) {
		RestartStrategy strategy = strategyOf(word);
		if (caller.isForeignPage()) {
			String reason = "The request comes from " + caller.page()
					+ ", which management.endpoints.web.cors.allowed-origins does not name.";
			logger.warn("Restart requested by " + caller.requester() + " refused: " + reason);
			return new WebEndpointResponse<>(response(reason, strategy), FORBIDDEN);
		}
		if (word != null && strategy == null) {
			String reason = "'" + WebCaller.printable(word)
					+ "' is not a strategy of a restart; the strategies are exec and handover.";
			return new WebEndpointResponse<>(new RestartResponse(reason, this.info.pid(), this.info.generation(), null),
					BAD_REQUEST);
		}
		return tryRestart(caller.requester(), strategy);
	}

	private static @Nullable RestartStrategy strategyOf(@Nullable String word) {
		for (RestartStrategy strategy : RestartStrategy.values()) {
			if (strategy.name().equalsIgnoreCase(word)) {
				return strategy;
			}
		}
		return null;
	}

	private WebEndpointResponse<RestartResponse> tryRestart(RestartRequester requestedBy,
			@Nullable RestartStrategy strategy) {
		if (this.lifecycle == null) {
			return new WebEndpointResponse<>(response("jdaemon is off in this process.", strategy), CONFLICT);
		}
		try {
			Optional<String> waiting = this.lifecycle.restart(RestartRequest.by(requestedBy, GRACE, strategy));
			return waiting
				.map((what) -> new WebEndpointResponse<>(response(StringUtils.capitalize(what), strategy), ACCEPTED))
				.orElseGet(() -> new WebEndpointResponse<>(response("Restarting", strategy)));
		}
		catch (RestartRefusedException ex) {
			return new WebEndpointResponse<>(response(String.valueOf(ex.getMessage()), strategy), CONFLICT);
		}
	}

	private RestartResponse response(String message, @Nullable RestartStrategy strategy) {
		return new RestartResponse(message, this.info.pid(), this.info.generation(), strategy(strategy));
	}

	private String strategy(@Nullable RestartStrategy requested) {
		RestartStrategy strategy = (this.lifecycle != null) ? this.lifecycle.strategy(requested) : RestartStrategy.EXEC;
		return LowerCase.of(strategy);
	}

}
