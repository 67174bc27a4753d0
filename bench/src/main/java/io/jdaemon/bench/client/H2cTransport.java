package io.jdaemon.bench.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.RequestException;
import io.jdaemon.bench.http.RequestFailure;

/**
 * HTTP/2 without TLS (h2c) by the JDK's {@link HttpClient}, which requests the upgrade,
 * reuses its connection and retries some failures on its own, as in any application.
 */
final class H2cTransport implements Transport {

	private final HttpClient client = HttpClient.newBuilder()
		.version(Version.HTTP_2)
		.connectTimeout(HttpConnection.TIMEOUT)
		.build();

	private final HttpRequest request;

	private boolean reused;

	H2cTransport(InetSocketAddress address, String path) {
		this.request = HttpRequest
			.newBuilder(URI.create("http://" + address.getHostString() + ":" + address.getPort() + path))
			.timeout(HttpConnection.TIMEOUT)
			.build();
	}

	@Override
	public int get() throws RequestException, InterruptedException {
		AtomicBoolean started = new AtomicBoolean();
		try {
			HttpResponse<byte[]> response = this.client.send(this.request, (head) -> {
				started.set(true);
				return BodyHandlers.ofByteArray().apply(head);
			});
			if (response.version() != Version.HTTP_2) {
				throw new RequestException(RequestFailure.OTHER, new IOException("response in " + response.version()));
			}
			this.reused = true;
			return response.statusCode();
		}
		catch (IOException ex) {
			RequestException failure = new RequestException(failure(ex, started.get()), ex);
			this.reused = false;
			throw failure;
		}
	}

	private RequestFailure failure(IOException ex, boolean started) {
		if (ex instanceof HttpTimeoutException) {
			return RequestFailure.TIMED_OUT;
		}
		if (ex instanceof ConnectException) {
			return RequestFailure.REFUSED;
		}
		if (started) {
			return RequestFailure.TRUNCATED;
		}
		if (this.reused) {
			return RequestFailure.BROKEN_KEEP_ALIVE;
		}
		return String.valueOf(ex.getMessage()).contains("reset") ? RequestFailure.RESET : RequestFailure.CLOSED;
	}

	@Override
	public void close() {
	}

}
