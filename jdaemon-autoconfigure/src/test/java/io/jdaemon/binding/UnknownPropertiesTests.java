package io.jdaemon.binding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnknownProperties}.
 */
class UnknownPropertiesTests {

	private final Map<String, Object> properties = new HashMap<>();

	private final Map<String, Object> variables = new HashMap<>();

	@ParameterizedTest
	@ValueSource(strings = { "jdaemon.pid-file", "jdaemon.pidFile", "jdaemon.pid_file", "jdaemon.restart.drain-timeout",
			"jdaemon.signals.USR1", "jdaemon.signals.sigterm", "jdaemon.positional-commands", "jdaemon-extra.colour",
			"jdaemonx.colour", "jdaemon", "my.jdaemon.colour" })
	void knownAndForeignPropertiesAreNotReported(String name) {
		this.properties.put(name, "x");
		assertThat(warnings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "JDAEMON_PIDFILE", "JDAEMON_PID_FILE", "JDAEMON_RESTART_DRAINTIMEOUT",
			"JDAEMON_RESTART_DRAIN_TIMEOUT", "JDAEMON_SIGNALS_TERM", "JDAEMON_OUT", "_JDAEMON", "JDAEMONEXTRA_COLOUR" })
	void knownAndForeignVariablesAreNotReported(String name) {
		this.variables.put(name, "x");
		assertThat(warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "pid-fil, pid-file", "stoptimeouts, stop-timeout", "out-file, out",
			"restart.strategi, restart.strategy", "drain-timeout, restart.drain-timeout", "pid.file, pid-file" })
	void unknownPropertyIsReportedWithOriginAndNearestName(String name, String nearest) {
		this.properties.put("jdaemon." + name, "x");
		assertThat(warnings()).containsExactly("The property jdaemon." + name + " (set in \"jdaemon." + name
				+ "\" from property source \"test\") is unknown and is ignored. Did you mean jdaemon." + nearest + "?");
	}

	@Test
	void unknownPropertyIsReportedBesideTheOneThatIsMeant() {
		this.properties.putAll(Map.of("jdaemon.pid.file", "x", "jdaemon.pid-file", "y"));
		assertThat(warnings()).singleElement().asString().startsWith("The property jdaemon.pid.file (set in ");
	}

	@Test
	void unknownVariableIsReportedWithItsOrigin() {
		this.variables.put("JDAEMON_PID_FIL", "x");
		assertThat(warnings()).singleElement()
			.asString()
			.startsWith("The property jdaemon.pid.fil (set in ")
			.contains("JDAEMON_PID_FIL")
			.endsWith("Did you mean jdaemon.pid-file?");
	}

	@Test
	void propertyThatIsLikeNoOtherIsReported() {
		this.properties.put("jdaemon.colour", "x");
		assertThat(warnings()).singleElement()
			.asString()
			.endsWith("is unknown and is ignored. The command help prints the known ones.");
	}

	private List<String> warnings() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addLast(new MapPropertySource("test", this.properties));
		environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("test-systemEnvironment", this.variables));
		return UnknownProperties.warnings(environment);
	}

}
