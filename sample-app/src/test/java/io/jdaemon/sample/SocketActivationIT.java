package io.jdaemon.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sockets of a service manager, which outlive the process.
 */
@EachJdk
class SocketActivationIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	SocketActivationIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void socketsKeepTheirNumbersOverRestarts() {
		SampleDaemon sample = this.bench.sample(this.jdk).foreground();
		sample.log(SocketUnit.log(sample));
		SocketUnit unit = new SocketUnit(sample);
		unit.start();
		sample.awaitGeneration(0);
		ProcFs daemon = sample.daemon();
		Map<Integer, String> sockets = unit.sockets();
		sample.log().await("stays open", 2);
		long copies = copies(daemon, sockets.get(SocketUnit.WEB));
		List<String> variables = variables(daemon);
		assertThat(variables).contains("LISTEN_PID=" + daemon.pid(), "LISTEN_FDS=3");
		for (int generation = 1; generation <= 2; generation++) {
			assertThat(SocketUnit.passed(daemon)).isEqualTo(sockets);
			assertThat(closedOnExec(daemon)).isTrue();
			Signal.USR1.send(daemon.pid());
			sample.awaitGeneration(generation);
			sample.log().await("stays open", 2 * (generation + 1));
			assertThat(copies(daemon, sockets.get(SocketUnit.WEB))).isEqualTo(copies);
			assertThat(variables(daemon)).isEqualTo(variables);
		}
		assertThat(sample.log()
			.count("The descriptor 4 (unix.socket) of the service manager stays open, but no server"
					+ " can use it: it is no TCP socket that listens"))
			.isEqualTo(3);
		assertThat(sample.log()
			.count("The descriptor 5 (other.socket) of the service manager stays open, but no server listens on"))
			.isEqualTo(3);
	}

	private static long copies(ProcFs process, String socket) {
		return process.descriptors().values().stream().filter(socket::equals).count();
	}

	private static List<String> variables(ProcFs process) {
		return process.environment().stream().filter((variable) -> variable.startsWith("LISTEN_")).toList();
	}

	// The flags of open(2) are octal numbers.
	private static boolean closedOnExec(ProcFs process) {
		return SocketUnit.passed(process)
			.keySet()
			.stream()
			.allMatch((descriptor) -> process.text("fdinfo/" + descriptor).matches("(?s).*flags:\\s+02\\d{6}\\s.*"));
	}

	@Test
	void connectionsWaitFromOneStartToTheNext() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).foreground();
		SocketUnit unit = new SocketUnit(sample);
		unit.start();
		sample.awaitGeneration(0);
		ProcFs first = sample.daemon();
		Signal.TERM.send(first.pid());
		sample.awaitGone(first);
		List<Socket> clients = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			clients.add(unit.request());
		}
		unit.start();
		for (Socket client : clients) {
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200")
				.contains("\"pid\":" + sample.daemon().pid());
			client.close();
		}
	}

	@Test
	void daemonAndItsSuccessorGetTheSockets() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		SocketUnit unit = new SocketUnit(sample);
		unit.start();
		sample.awaitGeneration(0);
		Map<Integer, String> sockets = unit.sockets();
		ProcFs first = sample.daemon();
		assertThat(variables(first)).doesNotContain("LISTEN_PID=" + first.pid());
		assertHas(first, sockets);
		assertThat(sample.request("POST", "/actuator/restart/handover").status()).isEqualTo(200);
		patiently().until(() -> sample.daemon().pid() != first.pid());
		ProcFs second = sample.daemon();
		assertHas(second, sockets);
		Signal.USR1.send(second.pid());
		sample.awaitGeneration(2);
		assertHas(second, sockets);
		sample.log().await("(other.socket) of the service manager stays open, but no server listens on", 3);
	}

	private static void assertHas(ProcFs process, Map<Integer, String> sockets) {
		assertThat(process.descriptors().values()).contains(sockets.get(SocketUnit.WEB), sockets.get(SocketUnit.OTHER))
			.doesNotContain(sockets.get(SocketUnit.UNIX));
	}

}
