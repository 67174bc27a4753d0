package io.jdaemon.bench.client;

import java.net.InetSocketAddress;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.HttpResponse;
import io.jdaemon.bench.http.RequestException;
import org.jspecify.annotations.Nullable;

/**
 * Reuses its connection until the server announces its end or a request fails.
 */
final class KeepAliveTransport implements Transport {

	private final InetSocketAddress address;

	private final String path;

	private @Nullable HttpConnection connection;

	KeepAliveTransport(InetSocketAddress address, String path) {
		this.address = address;
		this.path = path;
	}

	@Override
	public int get() throws RequestException {
		HttpConnection current = (this.connection != null) ? this.connection : HttpConnection.open(this.address);
		this.connection = current;
		boolean keep = false;
		try {
			HttpResponse response = current.get(this.path, false);
			keep = !response.closes();
			return response.status();
		}
		finally {
			if (!keep) {
				close();
			}
		}
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
