package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handover of the main process of a service, whose reports are received in place of
 * systemd: at any moment one process is the main process, and it reports.
 */
@EachJdk
class ServiceHandoverIT {

	private static final String HANDOVER = "--jdaemon.restart.strategy=handover";

	private static final String RELOADING = "RELOADING=1 MONOTONIC_USEC=\\d+ STATUS=restarting .*";

	private static final String READY = "READY=1 STATUS=ready since .*";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	ServiceHandoverIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void successorBecomesTheMainProcessAndNoRequestIsLost() {
		SampleDaemon sample = this.bench.sample(this.jdk);
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = start(sample, systemd);
			ProcFs predecessor = new ProcFs(service.pid());
			ProcFs successor;
			try (KeptAliveClient client = new KeptAliveClient(sample.port())) {
				successor = handOver(systemd, predecessor);
				patiently().until(() -> client.processes().contains(successor.pid()));
				assertThat(service.result().status()).isZero();
			}
			assertThat(this.bench.processes()).containsExactly(successor);
			assertThat(successor.session()).isEqualTo(successor.pid());
			assertThat(successor.link("fd/1")).isEqualTo(service.out().toString());
			assertThat(successor.text("cmdline").replace('\0', ' ').strip())
				.isEqualTo(String.join(" ", sample.commandLine()));
			assertThat(sample.request("POST", "/actuator/restart/exec").status()).isEqualTo(200);
			expect(systemd, successor.pid(), RELOADING);
			expect(systemd, successor.pid(), "STATUS=starting, restart 2, .*");
			expect(systemd, successor.pid(), READY);
			ProcFs last = handOver(systemd, successor);
			patiently().until(() -> !successor.alive());
			Signal.TERM.send(last.pid());
			expect(systemd, last.pid(), "STOPPING=1 .*");
			patiently().until(() -> this.bench.processes().isEmpty());
			assertThat(systemd.receive()).isEmpty();
		}
	}

	private ProcFs handOver(NotifySocket systemd, ProcFs predecessor) {
		Signal.USR1.send(predecessor.pid());
		expect(systemd, predecessor.pid(), RELOADING);
		ProcFs successor = successor(predecessor);
		expect(systemd, predecessor.pid(), "MAINPID=" + successor.pid());
		expect(systemd, successor.pid(), READY);
		return successor;
	}

	@Test
	void successorThatFailsLeavesTheMainProcess() throws IOException {
		SampleDaemon sample = tiny();
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = start(sample, systemd);
			for (String fault : List.of("fault.throws", "fault.exits", "fault.dies-when-ready")) {
				set(sample, fault + "=true");
				Signal.USR1.send(service.pid());
				expect(systemd, service.pid(), RELOADING);
				expect(systemd, service.pid(), "READY=1 STATUS=ready since .* failed: The successor \\(pid \\d+\\) .*");
				assertThat(this.bench.processes()).containsExactly(new ProcFs(service.pid()));
			}
			set(sample, "fault.hangs=true");
			Signal.USR1.send(service.pid());
			expect(systemd, service.pid(), RELOADING);
			Signal.KILL.send(successor(new ProcFs(service.pid())).pid());
			expect(systemd, service.pid(), "READY=1 .* failed: .*");
			stop(service, systemd);
		}
	}

	@Test
	void successorOfAMainProcessThatIsKilledEnds() {
		SampleDaemon sample = tiny().arguments("--jdaemon.pid-file=sample-app.pid");
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = start(sample, systemd);
			Signal.USR1.send(service.pid());
			expect(systemd, service.pid(), RELOADING);
			successor(new ProcFs(service.pid()));
			Signal.KILL.send(service.pid());
			patiently().until(() -> this.bench.processes().isEmpty());
			service.awaitOutput("Not taking over, because its predecessor, the main process of the service, has ended");
			assertThat(systemd.receive()).isEmpty();
			assertThat(sample.lockFile()).doesNotExist();
		}
	}

	@Test
	void successorThatCannotBeReportedLeavesTheMainProcess() throws IOException {
		SampleDaemon sample = tiny().arguments("--jdaemon.pid-file=sample-app.pid");
		set(sample, "fault.handover-handler=true");
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = start(sample, systemd);
			Signal.USR1.send(service.pid());
			expect(systemd, service.pid(), RELOADING);
			Files.delete(Path.of(systemd.path()));
			service.awaitOutput(" failed: The successor (pid ");
			assertThat(new TextFile(service.out()).text())
				.contains("Not taking over, because its predecessor stays the main process of the service")
				.containsPattern("failed: The successor \\(pid \\d+\\) cannot become the main process of the service,"
						+ " because systemd cannot be reached: it has ended");
			ProcFs main = new ProcFs(service.pid());
			assertThat(this.bench.processes()).containsExactly(main);
			assertThat(sample.daemon()).isEqualTo(main);
			assertThat(sample.lockFile()).doesNotExist();
			Signal.TERM.send(main.pid());
			assertThat(service.result().status()).isZero();
			sample.assertNothingVisible();
		}
	}

	@Test
	void stopBeforeTheHandoverEndsBoth() throws IOException {
		SampleDaemon sample = tiny();
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = start(sample, systemd);
			set(sample, "fault.hangs=true");
			Signal.USR1.send(service.pid());
			expect(systemd, service.pid(), RELOADING);
			ProcFs successor = successor(new ProcFs(service.pid()));
			Signal.TERM.send(service.pid());
			Signal.TERM.send(successor.pid());
			assertThat(service.result().status()).isZero();
			patiently().until(() -> this.bench.processes().isEmpty());
		}
	}

	@Test
	void restartUnderAnotherProcessOfAServiceIsByExec() throws IOException {
		SampleDaemon sample = tiny();
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			// As in the terminal of tmux(1), which a service has started
			Launch process = sample.arguments("--jdaemon.mode=foreground", HANDOVER)
				.shell("export SYSTEMD_EXEC_PID=1; exec \"$@\"")
				.environment("NOTIFY_SOCKET", systemd.path())
				.begin();
			process.awaitOutput(SampleDaemon.READY);
			Signal.USR1.send(process.pid());
			patiently().until(() -> new TextFile(process.out()).count(SampleDaemon.READY) == 2);
			assertThat(this.bench.processes()).containsExactly(new ProcFs(process.pid()));
			assertThat(new TextFile(process.out()).text()).doesNotContain("handover");
			Signal.TERM.send(process.pid());
			assertThat(process.result().status()).isZero();
		}
	}

	@Test
	void mainProcessOfAServiceDoesNotDetach() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.shell("export SYSTEMD_EXEC_PID=$$; exec \"$@\"")
			.environment("NOTIFY_SOCKET", this.bench.directory().resolve("notify").toString());
		Launch.Result start = sample.command("start");
		assertThat(start.status()).as(start.toString()).isEqualTo(2);
		assertThat(start.errLines()).singleElement()
			.asString()
			.startsWith("systemd starts this process as the main process of a service")
			.endsWith("Set jdaemon.mode=foreground, or Type=forking with PIDFile= in the unit, without NotifyAccess="
					+ " and WatchdogSec=.");
		Launch.Result daemon = sample.arguments("--jdaemon.mode=daemon").start();
		assertThat(daemon.status()).as(daemon.toString()).isEqualTo(2);
		assertThat(daemon.out() + daemon.err()).contains("which a daemon (jdaemon.mode, set in ",
				"Set jdaemon.mode=foreground");
		this.bench.assertNothingLeft(sample);
	}

	// A start that takes long asks for more time again and again.
	private static void expect(NotifySocket systemd, long sender, String assignments) {
		NotifySocket.Message message = patiently()
			.until(systemd::receive,
					(received) -> received.filter((candidate) -> !candidate.text().startsWith("EXTEND_")).isPresent())
			.orElseThrow();
		assertThat(message.text().replace('\n', ' ')).matches(assignments);
		assertThat(message.sender()).isEqualTo(sender);
	}

	private SampleDaemon tiny() {
		return this.bench.sample(this.jdk).tiny();
	}

	private static Launch start(SampleDaemon sample, NotifySocket systemd) {
		Launch service = sample.arguments("--jdaemon.mode=foreground", HANDOVER)
			.shell("export SYSTEMD_EXEC_PID=$$; exec \"$@\"")
			.environment("NOTIFY_SOCKET", systemd.path())
			// There is no descriptor store.
			.environment("FDSTORE", "0")
			.begin();
		expect(systemd, service.pid(), "STATUS=starting .*");
		expect(systemd, service.pid(), READY);
		return service;
	}

	private static void stop(Launch service, NotifySocket systemd) {
		Signal.TERM.send(service.pid());
		expect(systemd, service.pid(), "STOPPING=1 .*");
		assertThat(service.result().status()).isZero();
	}

	private static void set(SampleDaemon sample, String settings) throws IOException {
		Files.writeString(sample.directory().resolve("fault.properties"), settings + "\n");
	}

	// The preflight starts another JVM, which ends soon.
	private ProcFs successor(ProcFs predecessor) {
		return patiently()
			.until(() -> this.bench.processes()
				.stream()
				.filter((process) -> !process.equals(predecessor)
						&& process.environment().stream().anyMatch((variable) -> variable.contains(" predecessor="))
						&& process.session() == process.pid())
				.toList(), (found) -> found.size() == 1)
			.get(0);
	}

}
