package io.jdaemon.usage;

import java.util.List;

import io.jdaemon.command.CommandName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TypedWords}.
 */
class TypedWordsTests {

	@ParameterizedTest
	@EnumSource
	void firstWordMayBeACommand(CommandName command) {
		assertThat(read(command.word())).isEqualTo(new TypedWords.Command(command));
		assertThat(read("--server.port=1 --debug " + command.word() + " --server.port=2"))
			.isEqualTo(new TypedWords.Command(command));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "-help", "-h", "help", "help stop", "stop --help", "start -h",
			"--server.port=1 --help", "--verbose --help" })
	void helpHasManyNames(String words) {
		assertThat(read(words)).isEqualTo(new TypedWords.Command(CommandName.HELP));
	}

	@ParameterizedTest
	@CsvSource({ "stpo, stop", "sotp, stop", "stopp, stop", "STOP, stop", "Stop, stop", "--stop, stop", "-stop, stop",
			"--STOP, stop", "satrt, start", "Start, start", "--start, start", "restrat, restart", "restar, restart",
			"rstart, restart", "resart, restart", "REOPEN, reopen", "repoen, reopen", "staus, status", "sttaus, status",
			"ststus, status", "--status, status", "hlep, help", "HELP, help", "Run, run", "reload, restart",
			"force-restart, restart", "cond-restart, try-restart", "tryrestart, try-restart",
			"--force-stop, force-stop", "forcereload, force-reload", "kill, force-stop", "stop-force, force-stop",
			"systemd-uint, systemd-unit", "systemdunit, systemd-unit", "--systemd-unit, systemd-unit",
			"systemd, systemd-unit", "Reload, restart", "shutdown, stop", "version, status", "info, status",
			"stpo --server.port=1, stop", "--server.port=1 stpo, stop", "reload -v, restart", "STOP now, stop" })
	void wordThatIsAlmostACommandIsRefused(String words, String meant) {
		assertThat(read(words)).isInstanceOfSatisfying(TypedWords.Refused.class, (refused) -> {
			assertThat(refused.problem()).matches("\"[^\"]+\" is not a command of jdaemon\\.");
			assertThat(refused.action()).isEqualTo("Did you mean " + meant
					+ "? If it is an argument of the application, add --jdaemon.positional-commands=false.");
		});
	}

	@ParameterizedTest
	@CsvSource({ "logs, jdaemon.out", "tail, jdaemon.out", "enable, systemd", "disable, systemd" })
	void wordOfAnotherToolIsExplained(String word, String explanation) {
		assertThat(read(word)).isInstanceOfSatisfying(TypedWords.Refused.class,
				(refused) -> assertThat(refused.action()).contains(explanation));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "import", "report", "sort", "store", "restore", "resort", "step", "shop", "top", "sto",
			"star", "stat", "stats", "smart", "urn", "gun", "open", "hello", "state", "list", "update", "migrate",
			"export", "reset", "register", "-v", "-x", "--verbose", "--run", "--version", "--start=2026-01-01", "stop ",
			"stpo orders.csv", "reload orders.csv", "--stop orders.csv", "info orders", "orders.csv stop",
			"orders.csv stpo", "import --help", "--import stopwatch" })
	void otherWordsAreTheApplications(String words) {
		assertThat(words.isEmpty() || words.endsWith(" ") ? TypedWords.read(List.of(words)) : read(words))
			.isEqualTo(new TypedWords.None());
	}

	@Test
	void noWordsAreNoCommand() {
		assertThat(TypedWords.read(List.of())).isEqualTo(new TypedWords.None());
	}

	@ParameterizedTest
	@ValueSource(strings = { "run orders.csv", "run --help", "run stpo", "run --force" })
	void runPassesItsArgumentsOn(String words) {
		assertThat(read(words)).isEqualTo(new TypedWords.Command(CommandName.RUN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "start orders.csv", "start -v", "start --fast", "start import --help" })
	void startPassesItsArgumentsOn(String words) {
		assertThat(read(words)).isEqualTo(new TypedWords.Command(CommandName.START));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--jdaemon.force=true", "--spring.profiles.active=a", "--port=1", "--spring.debug",
			"--debug", "--trace" })
	void settingsMayFollowACommand(String argument) {
		assertThat(read("stop " + argument)).isEqualTo(new TypedWords.Command(CommandName.STOP));
	}

	@ParameterizedTest
	@ValueSource(strings = { "release-permit host-2:/srv/orders.pid", "release-permit --debug host-2:/srv/orders.pid",
			"release-permit host-2:/srv/orders.pid --jdaemon.output=json" })
	void releasePermitMayNameAnInstance(String words) {
		assertThat(read(words)).isEqualTo(new TypedWords.Command(CommandName.RELEASE_PERMIT, "host-2:/srv/orders.pid"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "release-permit a b", "release-permit a a", "release-permit --all", "release-permit -f a" })
	void releasePermitNamesOneInstanceAtMost(String words) {
		assertThat(read(words)).isInstanceOf(TypedWords.Refused.class);
	}

	@ParameterizedTest
	@CsvSource({ "stop --force, --jdaemon.force=true", "stop -f, --jdaemon.force=true",
			"stop force, --jdaemon.force=true", "stop --force=true, --jdaemon.force=true",
			"stop --jdaemon.force, --jdaemon.force=true", "stop -9, --jdaemon.force=true",
			"status --json, --jdaemon.output=json", "status --output=json, --jdaemon.output=json",
			"systemd-unit socket, --jdaemon.output=socket", "systemd-unit --logrotate, --jdaemon.output=logrotate",
			"status -q, --jdaemon.quiet=true", "restart handover, --jdaemon.restart.strategy=handover" })
	void argumentOfACommandIsRefusedWithTheSettingThatIsMeant(String words, String setting) {
		String[] word = words.split(" ");
		assertThat(read(words)).isEqualTo(
				new TypedWords.Refused("The command " + word[0] + " does not accept the argument \"" + word[1] + "\".",
						"Did you mean " + setting + "?"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "stop foo", "status -v", "restart --now", "reopen all", "stop restart",
			"stop --jdaemon.pid-file", "stop --server.port=1 foo" })
	void otherArgumentOfACommandIsRefused(String words) {
		assertThat(read(words)).isInstanceOfSatisfying(TypedWords.Refused.class, (refused) -> {
			assertThat(refused.problem()).startsWith("The command ").contains(" does not accept the argument \"");
			assertThat(refused.action()).startsWith("It accepts settings such as ");
		});
	}

	private static TypedWords read(String words) {
		return TypedWords.read(List.of(words.split(" ")));
	}

}
