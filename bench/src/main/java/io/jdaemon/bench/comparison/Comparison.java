package io.jdaemon.bench.comparison;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.jdaemon.bench.client.ClientKind;
import io.jdaemon.bench.client.RequestCounters;
import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.load.Load;
import io.jdaemon.bench.load.LoadSettings;
import io.jdaemon.bench.load.WarmUp;

/**
 * Rounds in which each subject is started, restarted once under load and stopped, one
 * after the other: what changes on the machine meanwhile hits all of them alike.
 */
public final class Comparison {

	/** How long there is load before a restart, and after it. */
	public static final Duration MARGIN = Duration.ofSeconds(1);

	private final List<Subject> subjects;

	private final LoadSettings settings;

	private final InetSocketAddress address;

	private final RoundListener listener;

	private final Map<Subject, List<Round>> results = new LinkedHashMap<>();

	public Comparison(List<Subject> subjects, LoadSettings settings, InetSocketAddress address,
			RoundListener listener) {
		this.subjects = subjects;
		this.settings = settings;
		this.address = address;
		this.listener = listener;
	}

	/**
	 * Run all rounds.
	 * @param rounds how many
	 * @param requests how many requests the clients send during each restart at least
	 */
	public void run(int rounds, int requests) throws DaemonException, IOException, InterruptedException {
		for (int round = 1; round <= rounds; round++) {
			for (Subject subject : this.subjects) {
				Round result = round(subject, requests);
				this.listener.completed(round, subject.toString(), result);
				this.results.computeIfAbsent(subject, (any) -> new ArrayList<>()).add(result);
			}
		}
	}

	/**
	 * What has been measured so far, also if a round has failed.
	 * @return the results, in the order of the subjects; nothing of a subject that has
	 * completed no round
	 */
	public List<Measurements> results() {
		return this.results.entrySet()
			.stream()
			.map((result) -> new Measurements(result.getKey().toString(), result.getValue()))
			.toList();
	}

	private Round round(Subject subject, int requests) throws DaemonException, IOException, InterruptedException {
		try {
			Duration startUp = subject.start();
			return new Round(startUp, subject.restarts() ? loggedRestart(subject, requests) : null);
		}
		catch (DaemonException ex) {
			throw new DaemonException(subject + ": " + ex.getMessage());
		}
		finally {
			subject.stop();
		}
	}

	// A failed start has the output in its message
	private Restart loggedRestart(Subject subject, int requests)
			throws DaemonException, IOException, InterruptedException {
		try {
			return restart(subject, requests);
		}
		catch (DaemonException ex) {
			throw new DaemonException(ex.getMessage() + " " + subject.log().lastOutput());
		}
	}

	private Restart restart(Subject subject, int requests) throws DaemonException, IOException, InterruptedException {
		WarmUp.run(this.address, this.settings.path());
		Load load = new Load(this.settings, this.address);
		load.start();
		load.awaitSettled(0);
		Thread.sleep(MARGIN.toMillis());
		load.restartStarted();
		long start = System.nanoTime();
		subject.restart();
		load.restartCompleted();
		load.awaitSettled(1);
		Thread.sleep(MARGIN.toMillis());
		load.awaitRequests(requests);
		load.finish();
		return restart(load, start);
	}

	private static Restart restart(Load load, long start) {
		Map<ClientKind, RequestCounters> kinds = load.counters();
		RequestCounters newConnections = kinds.getOrDefault(ClientKind.NEW, new RequestCounters());
		long requests = kinds.values().stream().mapToLong(RequestCounters::requests).sum();
		long succeeded = kinds.values().stream().mapToLong(RequestCounters::succeeded).sum();
		Map<String, Long> failures = new TreeMap<>();
		kinds.forEach((kind, counters) -> failures.putAll(failures(kind, counters)));
		return new Restart(newConnections.longestWait(), load.timeline().longestGap(), requests, requests - succeeded,
				failures, load.timeline().around(start, MARGIN));
	}

	private static Map<String, Long> failures(ClientKind kind, RequestCounters counters) {
		Map<String, Long> failures = new TreeMap<>();
		counters.failureDescriptions().forEach((failure, count) -> failures.put(kind + ": " + failure, count));
		counters.otherStatuses().forEach((status, count) -> failures.put(kind + ": status " + status, count));
		return failures;
	}

}
