package io.jdaemon.bench.client;

import java.io.IOException;
import java.time.Duration;

import io.jdaemon.bench.http.RequestFailure;
import io.jdaemon.bench.http.ScriptedServer;
import io.jdaemon.bench.http.ScriptedServer.Ending;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every request is counted once, by its outcome.
 */
class ClientTests {

	private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

	private static final String LAST = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

	private static final String UNAVAILABLE = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

	private final RequestCounters counters = new RequestCounters();

	private final ResponseTimeline timeline = new ResponseTimeline();

	@Test
	void newConnectionForEveryRequest() throws IOException, InterruptedException {
		try (ScriptedServer server = new ScriptedServer(Ending.CLOSE_AT_ONCE, GOOD)) {
			request(ClientKind.NEW, server, 3);
			assertThat(server.accepted()).isEqualTo(3);
		}
		assertThat(this.counters.requests()).isEqualTo(3);
		assertThat(this.counters.succeeded()).isEqualTo(3);
	}

	@Test
	void announcedCloseIsNotAFailure() throws IOException, InterruptedException {
		try (ScriptedServer server = new ScriptedServer(Ending.CLOSE_AT_ONCE, GOOD, LAST)) {
			request(ClientKind.KEEP_ALIVE, server, 4);
			assertThat(server.accepted()).isEqualTo(2);
		}
		assertThat(this.counters.succeeded()).isEqualTo(4);
	}

	@Test
	void brokenKeepAliveIsCountedAndNotRetried() throws IOException, InterruptedException {
		try (ScriptedServer server = new ScriptedServer(Ending.CLOSE, GOOD)) {
			request(ClientKind.KEEP_ALIVE, server, 4);
			assertThat(server.accepted()).isEqualTo(2);
		}
		assertThat(this.counters.requests()).isEqualTo(4);
		assertThat(this.counters.succeeded()).isEqualTo(2);
		assertThat(this.counters.failures(RequestFailure.BROKEN_KEEP_ALIVE)).isEqualTo(2);
		assertThat(this.counters.failureDescriptions())
			.containsOnlyKeys("broken keep-alive: closed before the response");
	}

	@Test
	void otherStatusIsCountedSeparatelyAndKeepsConnection() throws IOException, InterruptedException {
		try (ScriptedServer server = new ScriptedServer(Ending.SILENCE, GOOD, UNAVAILABLE, GOOD)) {
			request(ClientKind.KEEP_ALIVE, server, 3);
			assertThat(server.accepted()).isOne();
		}
		assertThat(this.counters.succeeded()).isEqualTo(2);
		assertThat(this.counters.otherStatuses()).containsOnlyKeys(503).containsValue(1L);
	}

	@Test
	void timelineHasEachRequestOnceAsResponseOrAsFailure() throws IOException, InterruptedException {
		long before = System.nanoTime();
		try (ScriptedServer server = new ScriptedServer(Ending.SILENCE, GOOD, UNAVAILABLE, GOOD)) {
			request(ClientKind.KEEP_ALIVE, server, 3);
		}
		RestartWindow window = this.timeline.around(before, Duration.ofMillis(100));
		assertThat(window.responses().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
		assertThat(window.failures().stream().mapToInt(Integer::intValue).sum()).isOne();
		assertThat(window.failures()).hasSameSizeAs(window.responses());
	}

	private void request(ClientKind kind, ScriptedServer server, int times) throws InterruptedException {
		Client client = kind.client(server.address(), "/", this.counters, this.timeline);
		for (int i = 0; i < times; i++) {
			client.request();
		}
		client.close();
	}

}
