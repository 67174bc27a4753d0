package io.jdaemon.bench.client;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import io.jdaemon.bench.http.RequestException;
import io.jdaemon.bench.http.RequestFailure;

/**
 * What the clients of one kind saw. Every request is counted once: as a response with
 * 2xx, as a response with another status, or as a {@link RequestFailure}.
 */
public final class RequestCounters {

	private long requests;

	private long succeeded;

	private Duration longestWait = Duration.ZERO;

	private final WaitHistogram waits = new WaitHistogram();

	private final Map<Integer, Long> otherStatuses = new TreeMap<>();

	private final Map<RequestFailure, Long> failures = new EnumMap<>(RequestFailure.class);

	private final Map<String, Long> failureDescriptions = new TreeMap<>();

	synchronized void started() {
		this.requests++;
	}

	synchronized void responded(int status, Duration wait) {
		if (status / 100 != 2) {
			this.otherStatuses.merge(status, 1L, Long::sum);
			return;
		}
		this.succeeded++;
		this.waits.add(wait);
		if (wait.compareTo(this.longestWait) > 0) {
			this.longestWait = wait;
		}
	}

	synchronized void failed(RequestException failure) {
		this.failures.merge(failure.failure(), 1L, Long::sum);
		this.failureDescriptions.merge(failure.description(), 1L, Long::sum);
	}

	public synchronized long requests() {
		return this.requests;
	}

	public synchronized long succeeded() {
		return this.succeeded;
	}

	public synchronized long failures(RequestFailure failure) {
		return this.failures.getOrDefault(failure, 0L);
	}

	public synchronized Duration longestWait() {
		return this.longestWait;
	}

	/**
	 * Combine the waits of several kinds of clients.
	 * @param kinds what they saw
	 * @return the waits of all their requests that succeeded
	 */
	public static WaitHistogram waits(Collection<RequestCounters> kinds) {
		WaitHistogram sum = new WaitHistogram();
		kinds.forEach((counters) -> counters.addWaitsTo(sum));
		return sum;
	}

	private synchronized void addWaitsTo(WaitHistogram sum) {
		sum.add(this.waits);
	}

	public synchronized Map<Integer, Long> otherStatuses() {
		return new TreeMap<>(this.otherStatuses);
	}

	public synchronized Map<String, Long> failureDescriptions() {
		return new TreeMap<>(this.failureDescriptions);
	}

}
