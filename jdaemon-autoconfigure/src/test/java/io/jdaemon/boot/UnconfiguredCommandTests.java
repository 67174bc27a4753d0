package io.jdaemon.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.StartException;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.OtherProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnconfiguredCommand} beside other processes of the same jar.
 */
@KernelTest
@ExtendWith(OutputCaptureExtension.class)
class UnconfiguredCommandTests {

	private static final StartException PROBLEM = new StartException(ExitStatus.WRONG_SETTING, "It is broken.",
			"Mend it.");

	private static final String CLASS_PATH = "java.class.path";

	private final Posix posix = PosixOverrides.real();

	private final String classPath = System.getProperty(CLASS_PATH);

	@TempDir
	private Path directory;

	@BeforeEach
	void setClassPath() {
		System.setProperty(CLASS_PATH, "/srv/orders.jar");
	}

	@AfterEach
	void restoreClassPath() {
		System.setProperty(CLASS_PATH, this.classPath);
	}

	@Test
	void problemIsReportedIfNothingRuns(CapturedOutput output) {
		assertThat(new UnconfiguredCommand(PROBLEM, "status").run()).hasValue(2);
		assertThat(output.getErr()).isEqualTo("It is broken. Mend it.\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rehearse", "train", "systemd-unit" })
	void commandForThisVersionIsRefusedInOneLine(String command, CapturedOutput output) {
		StartException problem = UnconfiguredCommand.problem(new IllegalStateException("no\nend"));
		assertThat(new UnconfiguredCommand(problem, command).run()).hasValue(2);
		assertThat(output.getErr()).matches(
				"The configuration cannot be read, so this version would not start: no end\\. Mend it\\. [^\n]*\n");
		assertThat(new UnconfiguredCommand(problem, command, "--jdaemon.output=json").run()).hasValue(2);
		assertThat(output.getOut()).startsWith("{\"command\":\"" + command
				+ "\",\"exitStatus\":2,\"message\":\"The configuration cannot be read, so this version would not start: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "run", "start" })
	void startIsLeftToSpringBoot(String command) {
		assertThat(new UnconfiguredCommand(PROBLEM, command).run()).isEmpty();
	}

	@Test
	void namedPidFileIsThatOfTheInstance(CapturedOutput output) throws IOException {
		try (OtherProcess other = instance("/run/o.pid")) {
			Path named = this.directory.resolve("mine.pid");
			assertThat(new UnconfiguredCommand(PROBLEM, "--jdaemon.pid-file=" + named, "status").run()).hasValue(3);
			assertThat(output.getOut()).contains("is not running: no process holds the PID file " + named + " ",
					"; process " + other.pid() + " runs the same jar");
		}
	}

	@Test
	void wordsOfOtherProcessesHaveNoControlCharacters(CapturedOutput output) throws IOException {
		try (OtherProcess one = instance("/run/\u001b[2J.pid"); OtherProcess other = instance("/run/o.pid")) {
			assertThat(new UnconfiguredCommand(PROBLEM, "status").run()).hasValue(2);
			assertThat(output.getErr()).contains("Several processes run from here", "process " + one.pid(),
					"process " + other.pid(), "PID file /run/?[2J.pid");
		}
	}

	private OtherProcess instance(String pidFile) throws IOException {
		Duration minute = Duration.ofMinutes(1);
		return OtherProcess.publishing(this.posix, new InstanceFacts("orders", "/srv/orders.jar",
				System.getProperty("user.dir"), pidFile, minute, minute, List.of()));
	}

}
