package io.jdaemon.usage;

import java.util.List;

import io.jdaemon.command.CommandName;
import io.jdaemon.process.ExitStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Help}.
 */
class HelpTests {

	private final Help help = new Help("orders.jar");

	@Test
	void textHasEveryCommandStatusAndSetting() {
		String text = this.help.text(List.of(new SettingInEffect("jdaemon.out", "orders.log", "application.yml"),
				new SettingInEffect("jdaemon.pid-file", "orders.pid", "default")));
		assertThat(text).startsWith("Usage: java -jar orders.jar [COMMAND] [--PROPERTY=VALUE]...\n").endsWith("""
				Settings in effect:
				  jdaemon.out       orders.log  (application.yml)
				  jdaemon.pid-file  orders.pid  (default)""");
		for (CommandName command : CommandName.values()) {
			assertThat(text).containsPattern("\n  " + command.word() + " +[a-z]");
		}
		for (ExitStatus status : ExitStatus.values()) {
			assertThat(text).containsPattern("\n  " + status.number() + " +[a-z]");
		}
	}

	@Test
	void textWithWrongSettingSaysWhatIsWrong() {
		assertThat(this.help.text("The property jdaemon.mode is \"x\"."))
			.contains("  restart         restarts the daemon")
			.endsWith("\n\nThe settings cannot be printed. The property jdaemon.mode is \"x\".");
	}

}
