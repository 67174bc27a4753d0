package io.jdaemon.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.HttpResponse;
import io.jdaemon.bench.http.RequestException;

/**
 * The requests before the load. The JVM compiles the daemon's code meanwhile, and a wrong
 * path ends the run before the load begins.
 */
public final class WarmUp {

	private static final int REQUESTS = 1000;

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private WarmUp() {
	}

	public static void run(InetSocketAddress address, String path) throws DaemonException {
		try {
			requests(address, path);
		}
		catch (RequestException ex) {
			throw new DaemonException("GET " + path + " failed before the first restart: " + ex.description() + ".");
		}
	}

	private static void requests(InetSocketAddress address, String path) throws DaemonException, RequestException {
		long start = System.nanoTime();
		try (HttpConnection connection = HttpConnection.open(address)) {
			for (int i = 0; i < REQUESTS && System.nanoTime() - start < LIMIT.toNanos(); i++) {
				HttpResponse response = connection.get(path, false);
				if (response.status() / 100 != 2) {
					throw new DaemonException("GET " + path + " returned status " + response.status()
							+ "; the bench requires 2xx, see --path.");
				}
				if (response.closes()) {
					return;
				}
			}
		}
	}

}
