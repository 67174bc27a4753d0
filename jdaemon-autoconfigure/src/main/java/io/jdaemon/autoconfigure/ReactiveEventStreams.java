package io.jdaemon.autoconfigure;

import io.jdaemon.sockets.EventStreams;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * The event streams of Spring WebFlux.
 */
final class ReactiveEventStreams implements EventStreams, WebFilter, Ordered {

	private final Sinks.Empty<Void> end = Sinks.empty();

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void end() {
		this.end.tryEmitEmpty();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpResponse response = new EndingResponse(exchange.getResponse(), this.end.asMono());
		return chain.filter(exchange.mutate().response(response).build());
	}

	/** A response that ends early if it is an event stream. */
	private static final class EndingResponse extends ServerHttpResponseDecorator {

		private final Mono<Void> end;

		private EndingResponse(ServerHttpResponse response, Mono<Void> end) {
			super(response);
			this.end = end;
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			if (!MediaType.TEXT_EVENT_STREAM.isCompatibleWith(getHeaders().getContentType())) {
				return super.writeAndFlushWith(body);
			}
			// Afterwards the stream would leave its connection to a further request,
			// which might not come before all connections have to end.
			getHeaders().setConnection("close");
			return super.writeAndFlushWith(Flux.from(body).takeUntilOther(this.end));
		}

	}

}
