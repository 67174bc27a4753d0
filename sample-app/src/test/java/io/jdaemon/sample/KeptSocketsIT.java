package io.jdaemon.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The listening sockets of an application stay the same over a restart, and the image
 * that has read a request sends its response.
 */
@EachJdk
class KeptSocketsIT {

	// The fields of /proc/net/tcp, see proc(5).
	private static final int LOCAL_ADDRESS = 1;

	private static final int REMOTE_ADDRESS = 2;

	private static final int STATE = 3;

	private static final int QUEUES = 4;

	private static final int INODE = 9;

	private static final String LISTENING = "0A";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	KeptSocketsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void socketsStayTheSameWhileServersListenOnThem() throws IOException {
		Path settings = this.bench.directory().resolve("application.properties");
		Files.writeString(settings,
				"management.server.port=" + SampleClient.freePort() + "\nmanagement.server.address=127.0.0.1\n");
		// Ahead-of-time processing has fixed the number of servers: one.
		SampleDaemon sample = this.bench.sample(this.jdk).options("-Dspring.aot.enabled=false");
		ProcFs daemon = sample.started();
		Map<String, String> sockets = listening(daemon);
		assertThat(sockets).hasSize(2);
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(listening(daemon)).isEqualTo(sockets);
		// From now on there is no management server.
		Files.writeString(settings, "");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(2);
		sample.log().await("no server listens on it any more");
		assertThat(listening(daemon)).hasSize(1)
			.allSatisfy((address, inode) -> assertThat(sockets).containsEntry(address, inode));
	}

	@Thorough
	@Test
	void socketOfHttpsStaysTheSame() throws IOException {
		Path keys = this.bench.directory().resolve("keys.p12");
		SampleJar.run(
				List.of(this.jdk.java().resolveSibling("keytool").toString(), "-genkeypair", "-keyalg", "EC", "-dname",
						"CN=localhost", "-keystore", keys.toString(), "-storepass", "password"),
				this.bench.directory().resolve("keytool.out"));
		SampleDaemon sample = this.bench.sample(this.jdk)
			.arguments("--server.ssl.key-store=" + keys, "--server.ssl.key-store-password=password");
		ProcFs daemon = sample.started();
		Map<String, String> sockets = listening(daemon);
		assertThat(sockets).hasSize(1);
		Signal.USR1.send(daemon.pid());
		sample.log().await("Started SampleApplication in", 2);
		assertThat(listening(daemon)).isEqualTo(sockets);
	}

	@Test
	void requestInFlightIsAnsweredByTheImageThatReadIt() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk);
		ProcFs daemon = sample.started();
		try (Socket client = slowRequest(sample, 3_000)) {
			Signal.USR1.send(daemon.pid());
			String response = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
			assertThat(response).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
			assertThat(sample.log().count("Started SampleApplication in")).isOne();
		}
		sample.awaitGeneration(1);
	}

	@Test
	void newConnectionIsServedWhileKeptAliveOneIsAwaited() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk);
		ProcFs daemon = sample.started();
		try (Socket keptAlive = connect(sample)) {
			assertThat(respond(keptAlive)).doesNotContainIgnoringCase("connection: close");
			Signal.USR1.send(daemon.pid());
			String response = "";
			while (!response.toLowerCase(Locale.ROOT).contains("connection: close")) {
				try (Socket client = connect(sample)) {
					response = respond(client);
					assertThat(response).contains("\"generation\":0");
				}
			}
		}
		sample.awaitGeneration(1);
	}

	private static String respond(Socket client) throws IOException {
		client.getOutputStream()
			.write("GET /process HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		StringBuilder response = new StringBuilder();
		while (response.indexOf("}") < 0) {
			int read = client.getInputStream().read();
			assertThat(read).as("after '%s'", response).isNotEqualTo(-1);
			response.append((char) read);
		}
		return response.toString();
	}

	@Test
	void requestThatTakesTooLongIsCutOff() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.arguments("--jdaemon.stop-timeout=2s", "--spring.lifecycle.timeout-per-shutdown-phase=1s");
		ProcFs daemon = sample.started();
		try (Socket client = slowRequest(sample, 120_000)) {
			Signal.USR1.send(daemon.pid());
			sample.awaitGeneration(1);
			assertThat(cutOff(client)).isTrue();
			assertThat(sample.log().text()).contains("1 connection was still open after 1 s. ");
		}
	}

	// The end of the connection, or its reset, without a response
	private static boolean cutOff(Socket client) {
		try {
			return client.getInputStream().read() == -1;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static Socket connect(SampleDaemon sample) throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), sample.port());
		client.setSoTimeout((int) Waiting.PATIENCE.toMillis());
		return client;
	}

	private static Socket slowRequest(SampleDaemon sample, int millis) throws IOException {
		Socket client = connect(sample);
		client.getOutputStream()
			.write(("GET /slow?ms=" + millis + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		patiently().until(() -> isRead(client));
		return client;
	}

	// The server has accepted the connection and read the request.
	private static boolean isRead(Socket client) throws IOException {
		return tcp().stream()
			.anyMatch((fields) -> fields[LOCAL_ADDRESS].endsWith(hex(client.getPort()))
					&& fields[REMOTE_ADDRESS].endsWith(hex(client.getLocalPort()))
					&& fields[QUEUES].endsWith(":00000000") && !fields[INODE].equals("0"));
	}

	private static String hex(int port) {
		return String.format(":%04X", port);
	}

	private static List<String[]> tcp() throws IOException {
		List<String[]> sockets = new ArrayList<>();
		for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
			Files.readAllLines(Path.of(table)).forEach((line) -> sockets.add(line.strip().split("\\s+")));
		}
		return sockets;
	}

	// Inodes by addresses
	private static Map<String, String> listening(ProcFs process) throws IOException {
		Map<String, String> listening = new TreeMap<>();
		for (String[] fields : tcp()) {
			if (fields[STATE].equals(LISTENING)
					&& process.descriptors().containsValue("socket:[" + fields[INODE] + "]")) {
				listening.put(fields[LOCAL_ADDRESS], fields[INODE]);
			}
		}
		return listening;
	}

}
