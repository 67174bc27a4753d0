package io.jdaemon.binding;

import java.util.Map;

import io.jdaemon.process.InheritedState;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The variable by which jdaemon passes its state on, {@code _JDAEMON}, as Spring sees it:
 * its name means the property "jdaemon". Spring would convert that to the settings, and
 * fail, unless there is a property below it, too.
 */
public final class InheritedVariable {

	private static final String NAME = "jdaemon";

	private InheritedVariable() {
	}

	/**
	 * Let the settings be bound in a process with that variable, even if the application
	 * has none: add one with its default value, in the last place.
	 * @param environment the environment of the application
	 * @param variables the variables of the process
	 */
	public static void tolerate(ConfigurableEnvironment environment, Map<String, String> variables) {
		if (variables.containsKey(InheritedState.VARIABLE)) {
			environment.getPropertySources().addLast(new MapPropertySource(NAME, Map.of(NAME + ".mode", "auto")));
		}
	}

}
