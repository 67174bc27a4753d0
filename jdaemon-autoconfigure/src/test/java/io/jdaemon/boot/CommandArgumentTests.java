package io.jdaemon.boot;

import io.jdaemon.command.CommandName;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.StartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandArgument}.
 */
class CommandArgumentTests {

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@EnumSource
	void firstArgumentWins(CommandName command) {
		this.environment.setProperty("jdaemon.command", "status");
		String argument = command.word();
		assertThat(typed(argument, "--server.port=1").or(CommandName.STATUS)).isEqualTo(command);
		assertThat(typed(argument).present()).isEqualTo(command != CommandName.RUN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "import", "stop ", "sto", "--verbose", "" })
	void otherArgumentsBelongToTheApplication(String argument) {
		assertThat(typed(argument).or(CommandName.RUN)).isEqualTo(CommandName.RUN);
		assertThat(typed(argument).present()).isFalse();
	}

	@Test
	void optionsMayPrecedeTheCommand() {
		assertThat(typed("--server.port=1", "--jdaemon.pid-file=a.pid", "stop").or(CommandName.RUN))
			.isEqualTo(CommandName.STOP);
	}

	@Test
	void onlyTheFirstArgumentThatIsNotAnOptionCanBeACommand() {
		assertThat(typed("orders.csv", "stop").or(CommandName.RUN)).isEqualTo(CommandName.RUN);
		assertThat(typed("--server.port=1", "orders.csv", "stop").or(CommandName.RUN)).isEqualTo(CommandName.RUN);
		assertThat(typed().or(CommandName.RUN)).isEqualTo(CommandName.RUN);
	}

	@Test
	void wordThatIsAlmostACommandExpectsAResponse() {
		assertThat(typed("stpo").present()).isTrue();
		assertThatExceptionOfType(StartException.class).isThrownBy(typed("stpo")::requireUnderstood)
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(ExitStatus.WRONG_SETTING))
			.satisfies((ex) -> assertThat(ex.sentence()).contains("\"stpo\"", "Did you mean stop?"));
		assertThat(typed("stop")).satisfies(CommandArgument::requireUnderstood);
		this.environment.setProperty("jdaemon.positional-commands", "false");
		assertThat(typed("stpo")).satisfies(CommandArgument::requireUnderstood);
		assertThat(typed("stpo").present()).isFalse();
	}

	@Test
	void helpIsTypedOrSet() {
		assertThat(typed("--help").help()).isTrue();
		assertThat(typed("stop").help()).isFalse();
		this.environment.setProperty("jdaemon.command", "help");
		assertThat(typed().help()).isTrue();
		assertThat(typed("stop").help()).isFalse();
	}

	@Test
	void argumentWhenPositionalCommandsAreDisabledBelongsToTheApplication() {
		this.environment.setProperty("jdaemon.positional-commands", "false");
		assertThat(typed("stop").or(CommandName.STATUS)).isEqualTo(CommandName.STATUS);
		assertThat(typed("stop").present()).isFalse();
	}

	@Test
	void wrongValuesExpectAResponse() {
		this.environment.setProperty("jdaemon.command", "dance");
		assertThat(typed().present()).isTrue();
		this.environment.setProperty("jdaemon.positional-commands", "perhaps");
		assertThat(typed("stop").present()).isTrue();
	}

	private CommandArgument typed(String... arguments) {
		return new CommandArgument(this.environment, arguments);
	}

}
