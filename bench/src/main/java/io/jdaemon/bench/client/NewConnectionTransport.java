package io.jdaemon.bench.client;

import java.net.InetSocketAddress;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.RequestException;

/**
 * Opens a connection for every request and sends {@code Connection: close}.
 */
final class NewConnectionTransport implements Transport {

	private final InetSocketAddress address;

	private final String path;

	NewConnectionTransport(InetSocketAddress address, String path) {
		this.address = address;
		this.path = path;
	}

	@Override
	public int get() throws RequestException {
		try (HttpConnection connection = HttpConnection.open(this.address)) {
			return connection.get(this.path, true).status();
		}
	}

	@Override
	public void close() {
	}

}
