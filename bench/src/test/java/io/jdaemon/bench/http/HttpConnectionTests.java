package io.jdaemon.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jdaemon.bench.http.ScriptedServer.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Responses are read completely, and failures are distinguished.
 */
class HttpConnectionTests {

	private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

	private static final String CHUNKED = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n"
			+ "3\r\nhel\r\n2;extension=1\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n";

	private static final Duration SHORT = Duration.ofMillis(50);

	@Test
	void getReadsCompleteResponsesOnOneConnection() throws IOException, RequestException {
		try (ScriptedServer server = new ScriptedServer(Ending.CLOSE, HELLO, CHUNKED, HELLO);
				HttpConnection connection = HttpConnection.open(server.address())) {
			for (int i = 0; i < 3; i++) {
				HttpResponse response = connection.get("/", false);
				assertThat(response.status()).isEqualTo(200);
				assertThat(response.closes()).isFalse();
				assertThat(new String(response.body(), StandardCharsets.US_ASCII)).isEqualTo("hello");
			}
			assertThat(server.accepted()).isOne();
		}
	}

	@Test
	void getReadsBodyUntilEndWithoutLength() throws IOException, RequestException {
		HttpResponse response = get(Ending.CLOSE_AT_ONCE, "HTTP/1.1 200 OK\r\n\r\nhello");
		assertThat(response.closes()).isTrue();
		assertThat(response.body()).hasSize(5);
	}

	@Test
	void getReadsResponseWithoutBody() throws IOException, RequestException {
		HttpResponse response = get(Ending.SILENCE, "HTTP/1.1 204 No Content\r\n\r\n");
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.closes()).isFalse();
	}

	@Test
	void getSkipsInterimResponse() throws IOException, RequestException {
		assertThat(get(Ending.SILENCE, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + HELLO).status()).isEqualTo(200);
	}

	@Test
	void getReportsThatServerCloses() throws IOException, RequestException {
		HttpResponse response = get(Ending.CLOSE_AT_ONCE,
				"HTTP/1.1 503 \r\nconnection: Close\r\nContent-Length: 0\r\n\r\n");
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.closes()).isTrue();
	}

	@Test
	void openWithoutListenerIsRefused() throws IOException {
		// A port that no other process can bind: bound, but not listening
		try (Socket holder = new Socket()) {
			holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			InetSocketAddress address = (InetSocketAddress) holder.getLocalSocketAddress();
			RequestException failure = catchThrowableOfType(RequestException.class, () -> HttpConnection.open(address));
			assertThat(failure.failure()).isEqualTo(RequestFailure.REFUSED);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSE_AT_ONCE", "RESET_AT_ONCE" })
	void getWithPartOfBodyIsTruncated(Ending ending) throws IOException {
		assertThat(failure(ending, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello"))
			.isEqualTo(RequestFailure.TRUNCATED);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSE_AT_ONCE", "RESET_AT_ONCE" })
	void getWithoutLastChunkIsTruncated(Ending ending) throws IOException {
		assertThat(failure(ending, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"))
			.isEqualTo(RequestFailure.TRUNCATED);
	}

	@Test
	void getWithPartOfHeadIsTruncated() throws IOException {
		assertThat(failure(Ending.CLOSE_AT_ONCE, "H")).isEqualTo(RequestFailure.TRUNCATED);
	}

	@Test
	void getOnNewConnectionThatClosesIsClosed() throws IOException {
		assertThat(failure(Ending.CLOSE)).isEqualTo(RequestFailure.CLOSED);
	}

	@Test
	void getOnNewConnectionThatResetsIsReset() throws IOException {
		assertThat(failure(Ending.RESET)).isEqualTo(RequestFailure.RESET);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSE", "RESET", "CLOSE_AT_ONCE", "RESET_AT_ONCE" })
	void getOnReusedConnectionThatEndsIsBrokenKeepAlive(Ending ending) throws IOException, RequestException {
		try (ScriptedServer server = new ScriptedServer(ending, HELLO);
				HttpConnection connection = HttpConnection.open(server.address())) {
			connection.get("/", false);
			assertThat(failure(connection)).isEqualTo(RequestFailure.BROKEN_KEEP_ALIVE);
		}
	}

	@Test
	void getWithoutResponseIsTimedOut() throws IOException, RequestException {
		try (ScriptedServer server = new ScriptedServer(Ending.SILENCE);
				HttpConnection connection = HttpConnection.open(server.address(), SHORT)) {
			assertThat(failure(connection)).isEqualTo(RequestFailure.TIMED_OUT);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSE", "SILENCE" })
	void getOfSomethingElseThanHttpIsOther(Ending ending) throws IOException {
		assertThat(failure(ending, "220 smtp ready\r\n")).isEqualTo(RequestFailure.OTHER);
		assertThat(failure(ending, "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n")).isEqualTo(RequestFailure.OTHER);
	}

	private static HttpResponse get(Ending ending, String... script) throws IOException, RequestException {
		try (ScriptedServer server = new ScriptedServer(ending, script);
				HttpConnection connection = HttpConnection.open(server.address())) {
			return connection.get("/", false);
		}
	}

	private static RequestFailure failure(Ending ending, String... script) throws IOException {
		return catchThrowableOfType(RequestException.class, () -> get(ending, script)).failure();
	}

	private static RequestFailure failure(HttpConnection connection) {
		return catchThrowableOfType(RequestException.class, () -> connection.get("/", false)).failure();
	}

}
