package io.jdaemon.actuate;

import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;

/**
 * The operations of {@link RestartEndpoint} in a reactive web server, where
 * {@link ServerWebExchangeContextFilter} passes the request on.
 */
@EndpointWebExtension(endpoint = RestartEndpoint.class)
public final class ReactiveRestartEndpointWebExtension {

	private final RestartEndpoint endpoint;

	private final @Nullable CorsConfiguration cors;

	/**
	 * Create the extension.
	 * @param endpoint the endpoint
	 * @param cors which pages of other origins may request a restart, {@code null} for
	 * none
	 */
	public ReactiveRestartEndpointWebExtension(RestartEndpoint endpoint, @Nullable CorsConfiguration cors) {
		this.endpoint = endpoint;
		this.cors = cors;
	}

	/**
	 * Restart the process, see {@link RestartEndpoint#restart()}.
	 * @return what is going to happen, or status 403 or 409 and the reason for a refusal
	 */
	@WriteOperation
	public Mono<WebEndpointResponse<RestartResponse>> restart() {
		return tryRestart(null);
	}

	/**
	 * Restart the process with a given strategy.
	 * @param strategy the word for the strategy
	 * @return what is going to happen, or status 400, 403 or 409 and the reason for a
	 * refusal
	 */
	// Not the type of the strategy: Spring would refuse another word without a reason.
	@WriteOperation
	public Mono<WebEndpointResponse<RestartResponse>> restart(@Selector String strategy) {
		return tryRestart(strategy);
	}

	// Without a request this throws: nothing would be known about its sender.
	private Mono<WebEndpointResponse<RestartResponse>> tryRestart(@Nullable String strategy) {
		return Mono
			.deferContextual((context) -> caller(ServerWebExchangeContextFilter.getExchange(context).orElseThrow()))
			.publishOn(Schedulers.boundedElastic())
			.map((caller) -> this.endpoint.restart(caller, strategy));
	}

	private Mono<WebCaller> caller(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		String origin = request.getHeaders().getOrigin();
		InetSocketAddress address = request.getRemoteAddress();
		String host = (address == null) ? null
				: (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
		return exchange.getPrincipal()
			.map(Principal::getName)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((user) -> new WebCaller(user.orElse(null), host, request.getHeaders().getFirst(WebCaller.FETCH_SITE),
					origin, CorsUtils.isCorsRequest(request), WebCaller.permits(this.cors, origin)));
	}

}
