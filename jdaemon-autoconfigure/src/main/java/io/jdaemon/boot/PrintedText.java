package io.jdaemon.boot;

import java.util.List;

import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.binding.WebAddresses;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.StartException;
import io.jdaemon.unit.UnitCommand;
import io.jdaemon.usage.Help;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The output of the commands help and systemd-unit, for the settings of this process.
 */
final class PrintedText {

	private PrintedText() {
	}

	/**
	 * The text of the command help. A wrong setting does not prevent it.
	 * @param environment contains the settings
	 * @return lines without a line break at the end
	 */
	static String help(ConfigurableEnvironment environment) {
		try {
			return help().text(new SettingsBinder(environment, JvmWideState.launchDirectory()).inEffect());
		}
		catch (StartException ex) {
			return help(ex);
		}
	}

	static String help(StartException problem) {
		return help().text(problem.sentence());
	}

	private static Help help() {
		String classPath = System.getProperty("java.class.path", "");
		return new Help(classPath.matches("[^:]+\\.[jw]ar") ? classPath : "APPLICATION.jar");
	}

	/**
	 * Print a file for systemd.
	 * @param binder contains the settings
	 * @param event the start of the application, which ends here
	 * @param image the image of this process
	 * @return the status to exit with
	 * @throws StartException if a setting is wrong or there is nothing to print
	 */
	static int unit(SettingsBinder binder, ApplicationEnvironmentPreparedEvent event, ProcessImage image)
			throws StartException {
		boolean web = event.getSpringApplication().getWebApplicationType() != WebApplicationType.NONE;
		return new UnitCommand(image, event.getArgs().length, binder.settings(binder.output().ofDaemon()),
				web ? WebAddresses.of(event.getEnvironment()) : List.of())
			.print(binder.output(), System.out);
	}

}
