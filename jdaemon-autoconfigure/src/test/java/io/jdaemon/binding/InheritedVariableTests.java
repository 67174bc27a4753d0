package io.jdaemon.binding;

import java.util.Map;
import java.util.Optional;

import io.jdaemon.Mode;
import io.jdaemon.settings.StartException;
import org.junit.jupiter.api.Test;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InheritedVariable}.
 */
class InheritedVariableTests {

	private static final Map<String, String> VARIABLES = Map.of("_JDAEMON", "pipe:[1] generation=0");

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	InheritedVariableTests() {
		this.environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(VARIABLES)));
	}

	@Test
	void variableIsTakenForTheSettings() {
		assertThatExceptionOfType(StartException.class).isThrownBy(this::mode);
	}

	@Test
	void settingsAreBoundWhereThereAreNone() throws StartException {
		InheritedVariable.tolerate(this.environment, VARIABLES);
		assertThat(mode()).isEqualTo(Mode.AUTO);
	}

	@Test
	void settingsOfTheApplicationAreKept() throws StartException {
		InheritedVariable.tolerate(this.environment, VARIABLES);
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("application", Map.of("jdaemon.mode", "foreground")));
		assertThat(mode()).isEqualTo(Mode.FOREGROUND);
	}

	@Test
	void nothingIsAddedWithoutTheVariable() {
		InheritedVariable.tolerate(this.environment, Map.of());
		assertThat(this.environment.getProperty("jdaemon.mode")).isNull();
	}

	private Mode mode() throws StartException {
		return new SettingsBinder(this.environment, Optional.empty()).mode();
	}

}
