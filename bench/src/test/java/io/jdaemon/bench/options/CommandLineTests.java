package io.jdaemon.bench.options;

import java.util.Set;

import io.jdaemon.bench.daemon.WebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Options are read, or refused with a message that says what is right.
 */
class CommandLineTests {

	@Test
	void valuesAreRead() throws UsageException {
		CommandLine line = line("--number=7", "--server=jetty", "--many=-Da=b", "--many=-Dc=d");
		assertThat(line.number("number", 1)).isEqualTo(7);
		assertThat(line.choice("server", WebServer.TOMCAT)).isEqualTo(WebServer.JETTY);
		assertThat(line.all("many")).containsExactly("-Da=b", "-Dc=d");
	}

	@Test
	void defaultsReplaceOptionsThatAreNotGiven() throws UsageException {
		CommandLine line = line();
		assertThat(line.number("number", 1)).isOne();
		assertThat(line.choice("server", WebServer.TOMCAT)).isEqualTo(WebServer.TOMCAT);
		assertThat(line.all("many")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--numbers=1", "number=1", "-number=1", "" })
	void unknownOptionIsRefused(String argument) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> line(argument))
			.withMessageContaining("no option '" + argument + "'")
			.withMessageContaining("--number=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--number=-1", "--number=x", "--number=", "--number" })
	void wrongNumberIsRefused(String argument) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> line(argument).number("number", 5))
			.withMessageContaining("--number=5");
	}

	@Test
	void wrongChoiceIsRefused() {
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> line("--server=nginx").choice("server", WebServer.TOMCAT))
			.withMessageContaining("tomcat, jetty, netty");
	}

	@Test
	void severalChoicesAreSeparatedByCommas() throws UsageException {
		assertThat(line("--server=netty,jetty").choices("server", WebServer.TOMCAT)).containsExactly(WebServer.NETTY,
				WebServer.JETTY);
		assertThat(line().choices("server", WebServer.TOMCAT)).containsExactly(WebServer.TOMCAT);
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> line("--server=jetty,").choices("server", WebServer.TOMCAT))
			.withMessageContaining("tomcat, jetty, netty");
	}

	private static CommandLine line(String... arguments) throws UsageException {
		return new CommandLine(arguments, Set.of("number", "server", "many"));
	}

}
