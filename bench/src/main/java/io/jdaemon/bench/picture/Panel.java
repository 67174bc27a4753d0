package io.jdaemon.bench.picture;

import java.util.stream.Stream;

import io.jdaemon.bench.client.RestartWindow;

/**
 * One of the charts of a picture, which stand one above the other.
 *
 * @param title what it shows
 * @param window the responses around a restart
 */
public record Panel(String title, RestartWindow window) {

	static double seconds(long millis) {
		return millis / 1000.0;
	}

	double start() {
		return -seconds(this.window.before().toMillis());
	}

	double end() {
		return start() + this.window.responses().size() * slot();
	}

	double highest() {
		return Stream.concat(this.window.responses().stream(), this.window.failures().stream())
			.mapToInt(Integer::intValue)
			.max()
			.orElse(0);
	}

	private static double slot() {
		return seconds(RestartWindow.SLOT.toMillis());
	}

	/**
	 * When each slot begins.
	 * @return the seconds since the restart was requested
	 */
	double[] times() {
		double[] times = new double[this.window.responses().size()];
		for (int i = 0; i < times.length; i++) {
			times[i] = start() + i * slot();
		}
		return times;
	}

}
