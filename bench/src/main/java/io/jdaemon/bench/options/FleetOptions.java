package io.jdaemon.bench.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the simulation of a fleet does, see {@code bench/README.md}.
 *
 * @param hosts how many hosts are asked to restart at once
 * @param permits how many may restart at a time, for one rollout each
 * @param restarts how many restarts there are in a rollout
 * @param hold how long a host has its permit: restart and settle
 * @param scale by how much this time and all pauses are divided
 * @param connections how many connections all hosts share
 * @param url of a PostgreSQL; if empty, the simulation starts one
 */
public record FleetOptions(int hosts, List<Integer> permits, int restarts, Duration hold, int scale, int connections,
		Optional<String> url) {

	private static final Set<String> NAMES = Set.of("hosts", "permits", "restarts", "hold", "scale", "connections",
			"url");

	public static FleetOptions parse(String[] arguments) throws UsageException {
		CommandLine line = new CommandLine(arguments, NAMES);
		int hosts = positive(line, "hosts", 1000);
		int restarts = line.has("restarts") ? positive(line, "restarts", hosts) : hosts;
		if (restarts > hosts) {
			throw new UsageException("--restarts=" + restarts + " is more than the number of hosts, " + hosts + ".");
		}
		return new FleetOptions(hosts, permits(line), restarts, Duration.ofSeconds(positive(line, "hold", 15)),
				positive(line, "scale", 10), positive(line, "connections", 90), line.has("url")
						? Optional.of(line.text("url", "jdbc:postgresql://127.0.0.1/bench")) : Optional.empty());
	}

	private static int positive(CommandLine line, String name, int defaultValue) throws UsageException {
		int number = line.number(name, defaultValue);
		if (number == 0) {
			throw new UsageException(
					"--" + name + "=0 makes no rollout; use for example --" + name + "=" + defaultValue + ".");
		}
		return number;
	}

	private static List<Integer> permits(CommandLine line) throws UsageException {
		String text = line.text("permits", "1,10,50");
		List<Integer> permits = new ArrayList<>();
		for (String number : text.split(",", -1)) {
			if (!number.matches("[1-9][0-9]{0,4}")) {
				throw new UsageException(
						"--permits=" + text + " is not a list of numbers; use for example --permits=1,10,50.");
			}
			permits.add(Integer.valueOf(number));
		}
		return List.copyOf(permits);
	}

	/**
	 * Divide a time by the scale.
	 * @param time of the product
	 * @return the time of the simulation
	 */
	public Duration scaled(Duration time) {
		return time.dividedBy(this.scale);
	}

}
