package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the main process of a service reports to systemd, received in place of systemd.
 */
@EachJdk
class NotifyIT {

	private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

	private static final String EXTENSION = " EXTEND_TIMEOUT_USEC=30000000";

	private static final String RELOADING = "RELOADING=1 MONOTONIC_USEC=\\d+";

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	NotifyIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void statesAreReportedInOrderByTheProcessItself() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(this.bench.directory());
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = service(systemd.path(), "$$").jar(jar).begin();
			long pid = service.pid();
			systemd.expect(pid, "STATUS=starting" + EXTENSION);
			systemd.expect(pid, "READY=1 STATUS=ready since " + TIME);
			Signal.USR1.send(pid);
			systemd.expect(pid, RELOADING + " STATUS=restarting" + EXTENSION);
			systemd.expect(pid, "STATUS=starting, restart 1, requested by SIGUSR1" + EXTENSION);
			systemd.expect(pid, "READY=1 STATUS=ready since " + TIME + ", restart 1, requested by SIGUSR1");
			Path moved = Files.move(jar, this.bench.directory().resolve("moved.jar"));
			Signal.USR1.send(pid);
			systemd.expect(pid, RELOADING);
			systemd.expect(pid, "READY=1 STATUS=ready since " + TIME + ", restart 1; last restart \\(" + TIME
					+ ", requested by SIGUSR1\\) refused: The jar " + jar + " is missing\\.");
			Files.move(moved, jar);
			Signal.USR1.send(pid);
			systemd.expect(pid, RELOADING + " STATUS=restarting" + EXTENSION);
			systemd.expect(pid, "STATUS=starting, restart 2, .*");
			systemd.expect(pid, "READY=1 STATUS=ready since " + TIME + ", restart 2, requested by SIGUSR1");
			Signal.TERM.send(pid);
			systemd.expect(pid, "STOPPING=1 STATUS=stopping" + EXTENSION);
			assertThat(service.result().status()).isZero();
			assertThat(systemd.receive()).isEmpty();
		}
	}

	@Test
	void failedStartIsReported() {
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = service(systemd.path(), "$$").arguments("--fault.throws=true").begin();
			systemd.expect(service.pid(), "STATUS=starting" + EXTENSION);
			systemd.expect(service.pid(), "STOPPING=1 STATUS=stopping before it was ready" + EXTENSION);
			assertThat(service.result().status()).isOne();
		}
	}

	@Test
	void wrongSettingIsReported() throws IOException {
		String refused = "STATUS=not started: .* jdaemon.stop-timeout .*soon.*";
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch wrong = service(systemd.path(), "$$").arguments("--jdaemon.stop-timeout=soon").begin();
			systemd.expect(wrong.pid(), refused);
			assertThat(wrong.result().status()).isEqualTo(2);
			Launch service = service(systemd.path(), "$$").begin();
			systemd.expect(service.pid(), "STATUS=starting" + EXTENSION);
			systemd.expect(service.pid(), "READY=1 STATUS=ready since " + TIME);
			Files.writeString(this.bench.directory().resolve("fault.properties"), "jdaemon.stop-timeout=soon");
			Signal.USR1.send(service.pid());
			systemd.expect(service.pid(), RELOADING + " STATUS=restarting" + EXTENSION);
			systemd.expect(service.pid(), refused);
			assertThat(service.result().status()).isEqualTo(2);
			Launch process = service(systemd.path(), "1").begin();
			assertThat(process.result().status()).isEqualTo(2);
			assertThat(systemd.receive()).isEmpty();
		}
	}

	@Test
	void configurationThatCannotBeReadIsReported() throws IOException {
		Path configuration = this.bench.directory().resolve("application.properties");
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = service(systemd.path(), "$$").options("-Dtiny.reads-configuration=true").begin();
			systemd.expect(service.pid(), "STATUS=starting" + EXTENSION);
			systemd.expect(service.pid(), "READY=1 STATUS=ready since " + TIME);
			Files.writeString(configuration, "spring.config.import=file:missing.properties");
			Signal.USR1.send(service.pid());
			systemd.expect(service.pid(), RELOADING + " STATUS=restarting" + EXTENSION);
			systemd.expect(service.pid(), "STATUS=not started: The configuration cannot be read, so .*missing.*");
			assertThat(service.result().status()).isOne();
		}
	}

	@Test
	void exitIsReported() {
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch service = service(systemd.path(), "$$").arguments("--fault.exits=true").begin();
			systemd.expect(service.pid(), "STATUS=starting" + EXTENSION);
			systemd.expect(service.pid(), "STOPPING=1 STATUS=stopping before it was ready" + EXTENSION);
			assertThat(service.result().status()).isEqualTo(7);
		}
	}

	@Test
	void signsOfLifeComeUntilTheLivenessStateIsBroken() throws IOException {
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			SampleDaemon sample = service(systemd.path(), "$$").environment("WATCHDOG_USEC", "300000")
				.arguments("--fault.breaks-liveness=true", "--jdaemon.startup-timeout=70s",
						"--jdaemon.stop-timeout=5s");
			Launch service = sample.begin();
			long pid = service.pid();
			systemd.expect(pid, "STATUS=starting" + EXTENSION);
			systemd.expect(pid, "READY=1 STATUS=ready since " + TIME);
			systemd.expect(pid, "WATCHDOG=1");
			systemd.expect(pid, "WATCHDOG=1");
			Signal.USR1.send(pid);
			assertThat(firstOther(systemd))
				.matches(RELOADING + " STATUS=restarting WATCHDOG_USEC=75000000" + EXTENSION);
			assertThat(firstOther(systemd)).matches("STATUS=starting, restart 1, .*");
			systemd.expect(pid, "READY=1 STATUS=.* WATCHDOG_USEC=300000");
			systemd.expect(pid, "WATCHDOG=1");
			Files.createFile(this.bench.directory().resolve("go-on"));
			service.awaitOutput("The liveness state is broken: systemd gets no more signs of life");
			patiently().until(() -> systemd.receive().isEmpty());
			Signal.TERM.send(pid);
			systemd.expect(pid, "STOPPING=1 STATUS=stopping EXTEND_TIMEOUT_USEC=1\\d{7}");
			assertThat(service.result().status()).isZero();
		}
	}

	@Test
	void processOfAnotherProgramOfTheServiceReportsNothing() {
		try (NotifySocket systemd = new NotifySocket(this.bench.directory())) {
			Launch process = service(systemd.path(), "1").environment("WATCHDOG_USEC", "300000").begin();
			process.awaitOutput(SampleDaemon.READY);
			Signal.TERM.send(process.pid());
			assertThat(process.result().status()).isZero();
			assertThat(systemd.receive()).isEmpty();
		}
	}

	@Test
	void socketThatIsMissingIsLoggedOnce() {
		Launch service = service(this.bench.directory().resolve("missing").toString(), "$$")
			.environment("WATCHDOG_USEC", "20000")
			.arguments("--fault.says-goodbye=true")
			.begin();
		service.awaitOutput(SampleDaemon.READY);
		service.awaitOutput("systemd does not learn the state of this process");
		Signal.TERM.send(service.pid());
		Launch.Result result = service.result();
		assertThat(result.status()).isZero();
		assertThat(result.out()).containsOnlyOnce(
				"systemd does not learn the state of this process, because a message to " + this.bench.directory()
						+ "/missing (NOTIFY_SOCKET) cannot be sent: sendmsg: No such file or directory");
	}

	private SampleDaemon service(String socket, String executed) {
		return this.bench.sample(this.jdk)
			.tiny()
			.shell("export SYSTEMD_EXEC_PID=" + executed + "; exec \"$@\"")
			.environment("NOTIFY_SOCKET", socket)
			.arguments("--jdaemon.mode=foreground");
	}

	private static String firstOther(NotifySocket systemd) {
		Optional<NotifySocket.Message> other = patiently().until(systemd::receive,
				(message) -> message.filter((received) -> !received.text().equals("WATCHDOG=1")).isPresent());
		return other.orElseThrow().text().replace('\n', ' ');
	}

}
