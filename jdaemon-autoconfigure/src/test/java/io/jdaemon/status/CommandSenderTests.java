package io.jdaemon.status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandSender}.
 */
class CommandSenderTests {

	@Test
	void parseReturnsCommandThatWasFormatted() {
		CommandSender sender = new CommandSender("restart", "alice, pid 1", 4712);
		assertThat(sender).hasToString("command restart, user alice, pid 1, pid 4712");
		assertThat(CommandSender.parse(sender.toString())).contains(sender);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "restart", "command restart, user alice", "command restart, user alice, pid x",
			"command restart, user alice, pid 9999999999999999999" })
	void parseOfAnythingElseIsEmpty(String text) {
		assertThat(CommandSender.parse(text)).isEmpty();
	}

}
