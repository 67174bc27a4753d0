package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code java -jar} starts a daemon, and what it prints and returns is true.
 */
@EachJdk
class LaunchIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	LaunchIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Thorough
	@Test
	void startOfTwoApplicationsInARowServesTheOneThatStays() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().options("-Dtiny.runs-another-first=true");
		ProcFs daemon = sample.started();
		assertThat(sample.log().count(SampleDaemon.READY)).isEqualTo(2);
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(3);
		assertThat(sample.daemon()).isEqualTo(daemon);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void launchReturnsOnceDaemonIsReady() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.jar(SampleJar.path())
			.shell("umask 022; exec 7>>launcher.7 8<launcher.7; exec \"$@\" | cat");
		Launch.Result result = sample.start();
		// cat has seen the end of the pipe: the daemon does not keep a shell script
		// waiting.
		assertThat(result.err()).isEmpty();
		ProcFs daemon = sample.daemon();
		assertThat(result.out()).matches("Started sample-app \\(pid " + daemon.pid()
				+ "\\) in \\d+\\.\\d s; output sample-app\\.log, pid file sample-app\\.pid\n");
		Response response = sample.process();
		assertThat(response.number("pid")).isEqualTo(daemon.pid());
		assertThat(response.number("generation")).isZero();
		assertThat(TextFile.read(sample.pidFile())).isEqualTo(daemon.pid() + "\n");
		assertThat(daemon.session()).isEqualTo(daemon.pid());
		assertThat(daemon.processGroup()).isEqualTo(daemon.pid());
		assertThat(daemon.terminal()).isZero();
		assertDescriptors(sample, daemon);
		assertThat(PosixFilePermissions
			.toString(Files.getPosixFilePermissions(this.bench.directory().resolve("sample-app.log"))))
			.isEqualTo("rw-r-----");
		assertThat(this.bench.processes()).containsExactly(daemon);
		assertThat(sample.log().text()).doesNotContain("WARN").doesNotContainIgnoringCase("native access");
	}

	private void assertDescriptors(SampleDaemon sample, ProcFs daemon) {
		Map<Integer, String> descriptors = new TreeMap<>(daemon.descriptors());
		String log = this.bench.directory().resolve("sample-app.log").toString();
		assertThat(List.of(descriptors.remove(0), descriptors.remove(1), descriptors.remove(2)))
			.containsExactly("/dev/null", log, log);
		assertThat(descriptors.values()).containsOnlyOnce(sample.pidFile().toString());
		// The others are the application's own.
		assertThat(descriptors.values()).allMatch((opened) -> opened.startsWith(this.jdk.home().toString())
				|| opened.startsWith("socket:") || opened.matches("anon_inode:\\[event(fd|poll)\\]|/dev/u?random")
				|| opened.matches("/memfd:jdaemon (status|request|sender) \\(deleted\\)")
				|| opened.equals(SampleJar.path().toString()) || opened.equals(sample.pidFile().toString()));
	}

	@Test
	void launchWithOutputToDevNullKeepsNothing() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--jdaemon.out=/dev/null", "--jdaemon.err=/dev/null");
		Launch.Result result = sample.start();
		assertThat(result.status()).isZero();
		assertThat(result.out()).contains("; output /dev/null, pid file sample-app.pid");
		assertThat(sample.daemon().descriptors()).containsEntry(0, "/dev/null")
			.containsEntry(1, "/dev/null")
			.containsEntry(2, "/dev/null");
	}

	@ParameterizedTest
	@EnumSource
	void launchInBadSurroundingsMakesSaneDaemon(Surroundings surroundings) {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().shell(surroundings.script);
		ProcFs daemon = sample.started();
		String log = this.bench.directory().resolve("sample-app.log").toString();
		assertThat(daemon.descriptors()).containsEntry(0, "/dev/null").containsEntry(1, log).containsEntry(2, log);
		for (Signal signal : List.of(Signal.TERM, Signal.INT, Signal.USR1, Signal.HUP, Signal.QUIT)) {
			assertThat(daemon.inMask("SigIgn", signal)).as(signal + " is ignored").isFalse();
			assertThat(daemon.inMask("SigCgt", signal)).as(signal + " is caught").isTrue();
		}
		Signal.QUIT.send(daemon.pid());
		sample.log().await("Full thread dump");
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		Signal.QUIT.send(daemon.pid());
		sample.log().await("Full thread dump", 2);
		surroundings.stop.send(daemon.pid());
		sample.awaitGone(daemon);
		assertThat(sample.log().text()).contains("Stopping on SIG" + surroundings.stop);
	}

	@Test
	void launchWhenQuietPrintsNothing() {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--jdaemon.quiet=true");
		assertThat(sample.start()).isEqualTo(new Launch.Result(0, "", ""));
		assertThat(sample.daemon().alive()).isTrue();
	}

	@Test
	void launchOnTerminalShowsHowLongItWaits() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.hangs=true", "--jdaemon.startup-timeout=3s")
			.shell(Caller.TERMINAL.script);
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(124);
		assertThat(result.out()).contains("\rStarting sample-app ... 1 s").contains("\rStarting sample-app ... 2 s");
		sample.assertNothingVisible();
	}

	@ParameterizedTest
	@EnumSource
	void launchFromAnywhereIsReady(Caller caller) {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().shell(caller.script);
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isZero();
		ProcFs daemon = sample.daemon();
		assertThat(result.out() + result.err()).contains("Started sample-app (pid " + daemon.pid() + ") in ");
		assertThat(daemon.session()).isEqualTo(daemon.pid());
		assertThat(daemon.terminal()).isZero();
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	@Test
	void launchInDirectoryWithOtherLettersIsReady() throws IOException {
		Path directory = Files.createDirectory(this.bench.directory().resolve("größer als ein Wort"));
		SampleDaemon sample = this.bench.sample(this.jdk, directory).tiny();
		ProcFs daemon = sample.started();
		assertThat(daemon.link("cwd")).isEqualTo(directory.toString());
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	/** From where the command may be typed. */
	enum Caller {

		SETSID("exec setsid --wait \"$@\""),

		TERMINAL("exec script --quiet --return --command \"$*\" /dev/null"),

		HERE_DOCUMENT("exec \"$@\" <<END\nfirst line\nEND\n"),

		FEW_DESCRIPTORS("ulimit -n 64; exec \"$@\""),

		EMPTY_ENVIRONMENT("exec env -i \"TEST_OF_JDAEMON=$TEST_OF_JDAEMON\" \"$@\""),

		OTHER_LETTERS("LANG=C exec \"$@\"");

		private final String script;

		Caller(String script) {
			this.script = script;
		}

	}

	/** What a program may inherit from a shell. */
	enum Surroundings {

		NOHUP("exec nohup \"$@\"", Signal.TERM),

		BACKGROUND("\"$@\" & wait $!", Signal.INT),

		IGNORED("trap '' TERM HUP INT USR1 QUIT; exec \"$@\"", Signal.TERM),

		BLOCKED("exec env --block-signal=TERM,HUP,INT,USR1,QUIT \"$@\"", Signal.INT),

		CLOSED("exec \"$@\" <&- >&- 2>&-", Signal.TERM);

		private final String script;

		private final Signal stop;

		Surroundings(String script, Signal stop) {
			this.script = script;
			this.stop = stop;
		}

	}

}
