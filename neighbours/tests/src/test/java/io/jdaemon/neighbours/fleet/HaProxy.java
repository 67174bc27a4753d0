package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.jdaemon.sample.TextFile;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * HAProxy in the office, in front of all hosts, with the configuration of the
 * documentation.
 */
final class HaProxy {

	private static final Path CONFIGURATION = Path.of("src/test/fleet/haproxy.cfg");

	// In the line for a server that is down
	private static final Pattern LEFT = Pattern.compile("(\\d+) active and \\d+ backup servers left");

	private final Path socket;

	private final TextFile log;

	private HaProxy(Path socket, TextFile log) {
		this.socket = socket;
		this.log = log;
	}

	/**
	 * Start HAProxy and wait until it sends requests to every host.
	 * @param network whose hosts serve
	 * @return HAProxy, which ends with the network
	 */
	static HaProxy start(FleetNetwork network) {
		Path output = network.directory().resolve("haproxy.log");
		network.start(output, "haproxy", "-db", "-f", CONFIGURATION.toAbsolutePath().toString());
		HaProxy proxy = new HaProxy(network.directory().resolve("haproxy/admin.sock"), new TextFile(output));
		patiently().until(() -> Files.exists(proxy.socket));
		patiently().until(() -> network.hosts()
			.stream()
			.allMatch((host) -> proxy.server(host.name()).get("check_status").equals("L7OK")));
		return proxy;
	}

	/**
	 * The statistics of a server.
	 * @param name the name of the host
	 * @return the values by the names of the columns
	 */
	Map<String, String> server(String name) {
		return statistics().stream().filter((row) -> row.get("svname").equals(name)).findFirst().orElseThrow();
	}

	/**
	 * The statistics.
	 * @return a row for the frontend, for each server and for the backend, see section
	 * 9.1 of HAProxy's Management Guide
	 */
	List<Map<String, String>> statistics() {
		List<String> lines = ask("show stat").lines().filter((line) -> !line.isBlank()).toList();
		List<String> names = Arrays.asList(lines.get(0).replaceFirst("^# ", "").split(","));
		return lines.stream().skip(1).map((line) -> {
			String[] values = line.split(",", -1);
			Map<String, String> row = new HashMap<>();
			for (int i = 0; i < names.size(); i++) {
				row.put(names.get(i), values[i]);
			}
			return row;
		}).toList();
	}

	private String ask(String command) {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(this.socket));
			channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The fewest hosts that HAProxy has sent requests to at a time, as its log has it.
	 * @return how many
	 */
	int fewestUp() {
		return LEFT.matcher(this.log.text())
			.results()
			.mapToInt((down) -> Integer.parseInt(down.group(1)))
			.min()
			.orElse(Integer.MAX_VALUE);
	}

}
