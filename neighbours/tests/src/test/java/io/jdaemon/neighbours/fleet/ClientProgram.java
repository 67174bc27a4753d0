package io.jdaemon.neighbours.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.jdaemon.sample.LoadClient;

/**
 * The clients of a fleet, in a process of their own that can be in the network of the
 * fleet. They send requests to HAProxy, while this program asks each host itself whether
 * it is ready. It ends at the end of its standard input.
 */
final class ClientProgram {

	private static final int PORT = 8080;

	private static final int TIMEOUT = (int) TimeUnit.SECONDS.toMillis(2);

	private static final long PAUSE = 100;

	private ClientProgram() {
	}

	public static void main(String[] hosts) throws IOException {
		try (LoadClient load = new LoadClient(PORT)) {
			Arrays.stream(hosts).forEach((host) -> daemon(() -> watch(host)));
			daemon(() -> {
				while (true) {
					print("answered", load.answered());
					Thread.sleep(10 * PAUSE);
				}
			});
			while (System.in.read() >= 0) {
			}
			load.finish();
			load.refused().forEach((failure) -> print("failed", failure));
			load.lost().forEach((failure) -> print("failed", failure));
			print("finished", load.answered());
		}
	}

	private static void daemon(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	// A host is ready until a request fails that began at the time that is printed.
	private static void watch(String host) throws InterruptedException {
		boolean before = false;
		while (true) {
			Instant began = Instant.now();
			boolean ready = isReady(host);
			if (ready != before) {
				print(ready ? "ready" : "unready", host + " " + (ready ? Instant.now() : began));
				before = ready;
			}
			Thread.sleep(PAUSE);
		}
	}

	private static boolean isReady(String host) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host, PORT), TIMEOUT);
			socket.setSoTimeout(TIMEOUT);
			socket.getOutputStream()
				.write(("GET /actuator/health/readiness HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			String status = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			return status != null && status.startsWith("HTTP/1.1 200");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static synchronized void print(String what, Object value) {
		System.out.println(what + " " + value);
	}

	/** What a thread does. */
	@FunctionalInterface
	private interface Task {

		void run() throws InterruptedException;

	}

}
