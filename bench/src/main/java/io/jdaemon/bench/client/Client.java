package io.jdaemon.bench.client;

import java.time.Duration;

import io.jdaemon.bench.http.RequestException;

/**
 * One client: sends a request, waits for the response and counts the outcome.
 */
public final class Client {

	// Clients whose connections are refused must not take the processors from the
	// restart.
	private static final long DELAY_AFTER_FAILURE_MILLIS = 10;

	private final Transport transport;

	private final RequestCounters counters;

	private final ResponseTimeline timeline;

	private volatile long succeeded;

	Client(Transport transport, RequestCounters counters, ResponseTimeline timeline) {
		this.transport = transport;
		this.counters = counters;
		this.timeline = timeline;
	}

	public boolean request() throws InterruptedException {
		this.counters.started();
		long start = System.nanoTime();
		try {
			int status = this.transport.get();
			this.counters.responded(status, Duration.ofNanos(System.nanoTime() - start));
			if (status / 100 == 2) {
				this.timeline.responded();
				this.succeeded++;
				return true;
			}
		}
		catch (RequestException ex) {
			this.counters.failed(ex);
		}
		this.timeline.failed();
		Thread.sleep(DELAY_AFTER_FAILURE_MILLIS);
		return false;
	}

	public long succeeded() {
		return this.succeeded;
	}

	public void close() {
		this.transport.close();
	}

}
