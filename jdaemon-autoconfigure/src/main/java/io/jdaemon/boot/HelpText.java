package io.jdaemon.boot;

import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.settings.StartException;
import io.jdaemon.usage.Help;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The text of the command help for the settings of this process. A wrong setting does not
 * prevent it.
 */
final class HelpText {

	private HelpText() {
	}

	static String of(ConfigurableEnvironment environment) {
		try {
			return help().text(new SettingsBinder(environment, JvmWideState.launchDirectory()).inEffect());
		}
		catch (StartException ex) {
			return of(ex);
		}
	}

	static String of(StartException problem) {
		return help().text(problem.sentence());
	}

	private static Help help() {
		String classPath = System.getProperty("java.class.path", "");
		return new Help(classPath.matches("[^:]+\\.[jw]ar") ? classPath : "APPLICATION.jar");
	}

}
