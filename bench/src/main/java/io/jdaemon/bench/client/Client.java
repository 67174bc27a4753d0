package io.jdaemon.bench.client;

import java.time.Duration;

import io.jdaemon.bench.http.RequestException;

/**
 * One client: sends a request, waits for the answer and counts what became of it.
 */
public final class Client {

	// So that clients that are refused leave the restart a processor.
	private static final long AFTER_FAILURE_MILLIS = 10;

	private final Transport exchange;

	private final RequestCounters counters;

	private final ResponseGaps pauses;

	private volatile long answered;

	Client(Transport exchange, RequestCounters counters, ResponseGaps pauses) {
		this.exchange = exchange;
		this.counters = counters;
		this.pauses = pauses;
	}

	public boolean request() throws InterruptedException {
		this.counters.asked();
		long start = System.nanoTime();
		try {
			int status = this.exchange.get();
			this.counters.answered(status, Duration.ofNanos(System.nanoTime() - start));
			if (status / 100 == 2) {
				this.pauses.answered();
				this.answered++;
				return true;
			}
		}
		catch (RequestException ex) {
			this.counters.failed(ex);
		}
		Thread.sleep(AFTER_FAILURE_MILLIS);
		return false;
	}

	public long answered() {
		return this.answered;
	}

	public void close() {
		this.exchange.close();
	}

}
