package io.jdaemon.bench.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

import io.jdaemon.bench.client.ClientKind;
import io.jdaemon.bench.client.RequestCounters;
import io.jdaemon.bench.daemon.Training;
import io.jdaemon.bench.http.RequestFailure;

/**
 * Prints a result: one column for each kind of client, and one for all.
 */
public final class Report {

	private final BenchResult result;

	private final PrintStream out;

	public Report(BenchResult result, PrintStream out) {
		this.result = result;
		this.out = out;
	}

	public void print() {
		Map<ClientKind, RequestCounters> kinds = this.result.counters();
		this.out.println();
		row("", titles(kinds));
		countRow("requests", RequestCounters::requests);
		countRow("succeeded", RequestCounters::succeeded);
		for (RequestFailure failure : RequestFailure.values()) {
			countRow(failure.toString(), (counters) -> counters.failures(failure));
		}
		TreeSet<Integer> statuses = new TreeSet<>();
		kinds.values().forEach((counters) -> statuses.addAll(counters.otherStatuses().keySet()));
		for (int status : statuses) {
			countRow("status " + status, (counters) -> counters.otherStatuses().getOrDefault(status, 0L));
		}
		waitRow("median wait", 0.5);
		waitRow("99 % within", 0.99);
		List<String> waits = new ArrayList<>();
		kinds.values().forEach((counters) -> waits.add(seconds(counters.longestWait())));
		waits.add(seconds(longestWait()));
		row("longest wait", waits);
		this.out.println();
		times();
		TimelineReport.print(this.result.timelines(), this.out);
		failures();
	}

	private static List<String> titles(Map<ClientKind, RequestCounters> kinds) {
		List<String> titles = new ArrayList<>();
		kinds.keySet().forEach((kind) -> titles.add(kind.toString()));
		titles.add("all");
		return titles;
	}

	private void countRow(String label, ToLongFunction<RequestCounters> count) {
		Collection<RequestCounters> kinds = this.result.counters().values();
		List<String> cells = new ArrayList<>();
		kinds.forEach((counters) -> cells.add(Long.toString(count.applyAsLong(counters))));
		cells.add(Long.toString(kinds.stream().mapToLong(count).sum()));
		row(label, cells);
	}

	private void waitRow(String label, double part) {
		Collection<RequestCounters> kinds = this.result.counters().values();
		List<String> cells = new ArrayList<>();
		kinds.forEach((counters) -> cells.add(millis(RequestCounters.waits(List.of(counters)).quantile(part))));
		cells.add(millis(RequestCounters.waits(kinds).quantile(part)));
		row(label, cells);
	}

	private void row(String label, List<String> cells) {
		StringBuilder row = new StringBuilder(String.format("%-17s", label));
		cells.forEach((cell) -> row.append(String.format("%12s", cell)));
		this.out.println(row);
	}

	private Duration longestWait() {
		return this.result.counters()
			.values()
			.stream()
			.map(RequestCounters::longestWait)
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
	}

	private void times() {
		this.out.println("Longest gap between two responses: " + seconds(this.result.longestGap()));
		spread("Start-up", this.result.startUps());
		spread("Restart, from the signal to the first response", this.result.restarts());
		this.out.printf(Locale.ROOT, "Longest wait / longest start-up: %.2f%n",
				(double) longestWait().toMillis() / Math.max(1, Collections.max(this.result.startUps()).toMillis()));
	}

	private void spread(String what, List<Duration> durations) {
		if (!durations.isEmpty()) {
			this.out.println(what + ": " + DurationSummary.of(durations));
		}
	}

	private void failures() {
		this.result.counters()
			.forEach((kind, counters) -> counters.failureDescriptions()
				.forEach((description, count) -> this.out.println(kind + ": " + description + " (" + count + ")")));
	}

	private static String millis(Duration duration) {
		return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
	}

	public static String training(Training training) {
		return "Trained in " + seconds(training.time()) + ", with " + seconds(training.processor())
				+ " of processor time; size " + training.bytes() / 1_000_000 + " MB";
	}

	public static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
	}

}
