package io.jdaemon.autoconfigure;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletEventStreams} and {@link ReactiveEventStreams}.
 */
class EventStreamsTests {

	private final ServletEventStreams servlet = new ServletEventStreams();

	private final ReactiveEventStreams reactive = new ReactiveEventStreams();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void servletStreamsEndOnceTheyAreToEndAndLaterOnesAtOnce() {
		this.request.addHeader(HttpHeaders.ACCEPT, MediaType.TEXT_EVENT_STREAM_VALUE);
		DeferredResult<Object> stream = begin();
		assertThat(stream.hasResult()).isFalse();
		this.servlet.end();
		assertThat(stream.hasResult()).isTrue();
		assertThat(this.response.getContentType()).isEqualTo(MediaType.TEXT_EVENT_STREAM_VALUE);
		assertThat(this.response.getHeader(HttpHeaders.CONNECTION)).isEqualTo("close");
		assertThat(begin().hasResult()).isTrue();
	}

	@Test
	void servletStreamIsKnownByTheTypeOfItsResponse() {
		DeferredResult<Object> stream = begin();
		this.response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
		this.servlet.end();
		assertThat(stream.hasResult()).isTrue();
	}

	@Test
	void otherResponsesOfServletsDoNotEnd() {
		DeferredResult<Object> slow = begin();
		this.response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		this.servlet.end();
		assertThat(slow.hasResult()).isFalse();
		assertThat(this.response.getHeader(HttpHeaders.CONNECTION)).isNull();
	}

	@Test
	void responseThatMayBecomeAnotherDoesNotEnd() {
		this.request.addHeader(HttpHeaders.ACCEPT, "application/json, text/event-stream");
		DeferredResult<Object> slow = begin();
		this.servlet.end();
		assertThat(slow.hasResult()).isFalse();
		assertThat(this.response.getHeader(HttpHeaders.CONNECTION)).isNull();
	}

	private DeferredResult<Object> begin() {
		DeferredResult<Object> result = new DeferredResult<>();
		ServletWebRequest web = new ServletWebRequest(this.request, this.response);
		this.servlet.beforeConcurrentHandling(web, result);
		this.servlet.preProcess(web, result);
		return result;
	}

	@Test
	void reactiveStreamsEndOnceTheyAreToEndAndLaterOnesAtOnce() {
		CompletableFuture<Void> stream = begin(MediaType.TEXT_EVENT_STREAM);
		assertThat(stream).isNotDone();
		this.reactive.end();
		assertThat(stream).isCompleted();
		assertThat(begin(MediaType.TEXT_EVENT_STREAM)).isCompleted();
	}

	@Test
	void otherReactiveResponsesDoNotEnd() {
		CompletableFuture<Void> slow = begin(MediaType.APPLICATION_NDJSON);
		this.reactive.end();
		assertThat(slow).isNotDone();
		slow.cancel(true);
	}

	private CompletableFuture<Void> begin(MediaType type) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		CompletableFuture<Void> end = this.reactive.filter(exchange, (filtered) -> {
			filtered.getResponse().getHeaders().setContentType(type);
			return filtered.getResponse().writeAndFlushWith(Flux.never());
		}).toFuture();
		assertThat("close".equals(exchange.getResponse().getHeaders().getFirst(HttpHeaders.CONNECTION)))
			.isEqualTo(type.equals(MediaType.TEXT_EVENT_STREAM));
		return end;
	}

}
