package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.jdaemon.sample.TextFile;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * Clients in the office that send requests by HAProxy, from their start until
 * {@link #finish()}, and what they have seen.
 */
final class FleetClients implements AutoCloseable {

	private final Process process;

	private final TextFile output;

	private FleetClients(Process process, TextFile output) {
		this.process = process;
		this.output = output;
	}

	static FleetClients start(FleetNetwork network) {
		Path output = network.directory().resolve("clients.out");
		List<String> command = new ArrayList<>(List.of("java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-cp", System.getProperty("java.class.path"), ClientProgram.class.getName()));
		network.hosts().forEach((host) -> command.add(host.name()));
		return new FleetClients(network.start(output, command.toArray(String[]::new)), new TextFile(output));
	}

	private Stream<String> values(String what) {
		return this.output.text()
			.lines()
			.filter((line) -> line.startsWith(what + " "))
			.map((line) -> line.substring(what.length() + 1));
	}

	int answered() {
		return values("answered").reduce((first, second) -> second).map(Integer::valueOf).orElse(0);
	}

	/**
	 * Wait until the clients have got more responses.
	 * @param responses how many more
	 */
	void awaitResponses(int responses) {
		awaitAnswered(answered() + responses);
	}

	/**
	 * Wait until the clients have got some responses.
	 * @param responses how many in all
	 */
	void awaitAnswered(int responses) {
		patiently().atMost(FleetNetwork.PATIENCE).until(() -> answered() >= responses);
	}

	/**
	 * End, after the last response.
	 * @return the requests that have failed, empty if all were answered
	 */
	List<String> finish() {
		close();
		patiently().until(() -> values("finished").findAny().isPresent());
		return values("failed").toList();
	}

	/**
	 * The times at which hosts were not ready, the earliest first.
	 * @return the outages; the last of a host may not have ended
	 */
	List<Outage> outages() {
		List<Outage> outages = new ArrayList<>();
		for (String line : this.output.text().lines().toList()) {
			String[] words = line.split(" ");
			if (words[0].equals("unready")) {
				outages.add(new Outage(words[1], Instant.parse(words[2]), Instant.MAX));
			}
			else if (words[0].equals("ready")) {
				outages.replaceAll((outage) -> (outage.host.equals(words[1]) && outage.until.equals(Instant.MAX))
						? new Outage(outage.host, outage.from, Instant.parse(words[2])) : outage);
			}
		}
		return outages;
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A time at which a host was not ready.
	 *
	 * @param host the name of the host
	 * @param from when a request to it began that failed
	 * @param until when one was answered again
	 */
	record Outage(String host, Instant from, Instant until) {

		boolean overlaps(Outage other) {
			return this.from.isBefore(other.until) && other.from.isBefore(this.until);
		}

	}

}
