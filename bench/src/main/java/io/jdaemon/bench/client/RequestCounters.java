package io.jdaemon.bench.client;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import io.jdaemon.bench.http.RequestException;
import io.jdaemon.bench.http.RequestFailure;

/**
 * What the clients of one kind saw. Every request ends as one of: answered with 2xx,
 * another status, a {@link RequestFailure}.
 */
public final class RequestCounters {

	private long requests;

	private long answered;

	private Duration longestWait = Duration.ZERO;

	private final Map<Integer, Long> otherStatuses = new TreeMap<>();

	private final Map<RequestFailure, Long> failures = new EnumMap<>(RequestFailure.class);

	private final Map<String, Long> sentences = new TreeMap<>();

	synchronized void asked() {
		this.requests++;
	}

	synchronized void answered(int status, Duration wait) {
		if (status / 100 != 2) {
			this.otherStatuses.merge(status, 1L, Long::sum);
			return;
		}
		this.answered++;
		if (wait.compareTo(this.longestWait) > 0) {
			this.longestWait = wait;
		}
	}

	synchronized void failed(RequestException failure) {
		this.failures.merge(failure.failure(), 1L, Long::sum);
		this.sentences.merge(failure.sentence(), 1L, Long::sum);
	}

	public synchronized long requests() {
		return this.requests;
	}

	public synchronized long answered() {
		return this.answered;
	}

	public synchronized long count(RequestFailure failure) {
		return this.failures.getOrDefault(failure, 0L);
	}

	public synchronized Duration longestWait() {
		return this.longestWait;
	}

	public synchronized Map<Integer, Long> otherStatuses() {
		return new TreeMap<>(this.otherStatuses);
	}

	public synchronized Map<String, Long> sentences() {
		return new TreeMap<>(this.sentences);
	}

}
