package io.jdaemon.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.jdaemon.KernelTest;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.OtherProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandRunner} against other processes.
 */
@KernelTest
class CommandRunnerTests {

	private static final PosixLoader NOT_NEEDED = () -> {
		throw new IllegalStateException("This must be done without native calls");
	};

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final String CLASS_PATH = "java.class.path";

	private final Posix posix = PosixOverrides.real();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final String classPath = System.getProperty(CLASS_PATH);

	@TempDir
	private Path directory;

	private @Nullable String pidFile;

	private String name = "orders";

	// Java itself can send it.
	private ProcessSignal stop = ProcessSignal.TERM;

	private boolean quiet;

	private @Nullable String problem;

	@BeforeEach
	void nameFiles() {
		this.pidFile = this.directory.resolve("orders.pid").toString();
		System.setProperty(CLASS_PATH, "/srv/orders.jar");
	}

	@AfterEach
	void restoreClassPath() {
		System.setProperty(CLASS_PATH, this.classPath);
	}

	@Test
	void statusAndStopNeedNoNativeAccess() throws Exception {
		try (OtherProcess process = holder()) {
			String running = "orders (pid " + process.pid() + ")";
			assertThat(run(NOT_NEEDED, CommandName.STATUS)).isZero();
			assertThat(this.out.toString()).startsWith("orders is running (pid " + process.pid() + ")");
			this.out.reset();
			// It leaves its PID file, so the command asks the kernel for the lock.
			assertThat(run(() -> alive(process) ? NOT_NEEDED.get() : this.posix, CommandName.STOP)).isZero();
			assertThat(this.out.toString()).startsWith("Stopped " + running);
		}
	}

	@Test
	void signalThatIsNotPermittedNamesTheUser() throws Exception {
		Object kernel = new Object() {

			void kill(int pid, int signal) throws PosixException {
				throw new PosixException("kill", PosixException.EPERM, "Operation not permitted");
			}

		};
		this.stop = ProcessSignal.INT;
		try (OtherProcess process = holder()) {
			assertThat(run(() -> PosixOverrides.with(kernel), CommandName.STOP)).isEqualTo(4);
			assertThat(alive(process)).isTrue();
		}
		assertThat(this.err.toString()).isEqualTo("The user " + System.getProperty("user.name")
				+ " may not do that to orders (PID file " + this.pidFile + "): kill: Operation not permitted\n");
	}

	@Test
	void commandWithoutPidFileNamesProcessesOfTheSameJar() throws Exception {
		this.pidFile = null;
		InstanceFacts facts = new InstanceFacts("orders", "/srv/orders.jar", "/srv", "/run/o.pid", MINUTE, MINUTE,
				List.of());
		try (OtherProcess process = OtherProcess.publishing(this.posix, facts)) {
			assertThat(run(() -> this.posix, CommandName.STOP)).isEqualTo(2);
			assertThat(this.err.toString())
				.isEqualTo("A command needs a PID file to find orders, and there is none (jdaemon.pid-file); process "
						+ process.pid() + " runs the same jar from the directory /srv, PID file /run/o.pid.\n");
		}
	}

	@Test
	void resultHasNoControlCharacters() throws Exception {
		this.name = "or\u001b[2Jders";
		assertThat(run(NOT_NEEDED, CommandName.STATUS)).isEqualTo(3);
		assertThat(this.out.toString()).startsWith("or?[2Jders is not running");
	}

	@Test
	void brokenConfigurationIsAWarning() throws Exception {
		this.problem = "It is broken.";
		assertThat(run(NOT_NEEDED, CommandName.STATUS)).isEqualTo(3);
		assertThat(this.err.toString())
			.isEqualTo("Warning: the settings are those that the running instance publishes. It is broken.\n");
		this.err.reset();
		this.quiet = true;
		assertThat(run(NOT_NEEDED, CommandName.STATUS)).isEqualTo(3);
		assertThat(this.err.toString()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "RESTART", "TRY_RESTART", "CONDRESTART", "FORCE_RELOAD" })
	void restartWithBrokenConfigurationIsRefusedInOneSentence(CommandName command) throws Exception {
		this.problem = "It is broken.";
		try (OtherProcess process = holder()) {
			assertThat(run(NOT_NEEDED, command)).isEqualTo(1);
			assertThat(this.err.toString())
				.isEqualTo("orders (pid " + process.pid() + ") was not restarted and keeps running: It is broken.\n");
		}
	}

	@ParameterizedTest
	@CsvSource({ "RESTART, 7", "FORCE_RELOAD, 7", "TRY_RESTART, 0", "CONDRESTART, 0", "STOP, 0", "FORCE_STOP, 0" })
	void commandWhenNothingRunsReturnsTheStatusOfInitScripts(CommandName command, int status) throws Exception {
		assertThat(run(NOT_NEEDED, command)).isEqualTo(status);
		assertThat(((status == 0) ? this.out : this.err).toString()).startsWith("orders is not running: no process ");
		assertThat(((status == 0) ? this.err : this.out).toString()).isEmpty();
	}

	private static boolean alive(OtherProcess process) {
		return ProcessIdentity.of(process.pid()).filter(ProcessIdentity::alive).isPresent();
	}

	private OtherProcess holder() throws IOException {
		PidFile file = PidFile.claim(this.posix, this.pidFile);
		OtherProcess holder = OtherProcess.with(this.posix, file.descriptor());
		file.publish(holder.pid());
		this.posix.close(file.descriptor());
		return holder;
	}

	private int run(PosixLoader loader, CommandName command) throws Exception {
		Settings settings = new Settings(this.name, true, "o.log", "e.log", this.pidFile, MINUTE, MINUTE, this.quiet,
				Map.of(this.stop, SignalAction.STOP), ProcessSettings.UNCHANGED, TestSettings.RESTART,
				TestSettings.COLD, (property) -> property);
		return new CommandRunner(loader, settings, false, OutputFormat.TEXT, StatusReport::toString, this.problem,
				new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8))
			.run(command);
	}

}
