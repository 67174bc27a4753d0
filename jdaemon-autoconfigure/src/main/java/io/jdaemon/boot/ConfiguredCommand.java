package io.jdaemon.boot;

import java.util.List;
import java.util.Optional;

import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.binding.WebAddresses;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.CommandRunner;
import io.jdaemon.fleet.JdbcRestartPermits;
import io.jdaemon.launch.NativeLibrary;
import io.jdaemon.launch.RehearseCommand;
import io.jdaemon.launch.TrainCommand;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.StartException;
import io.jdaemon.unit.UnitCommand;
import io.jdaemon.usage.Help;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Runs a command with the settings of this process.
 */
final class ConfiguredCommand {

	private ConfiguredCommand() {
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
	 * Run a command on the running instance.
	 * @param command the command
	 * @param binder contains the settings
	 * @return the status to exit with
	 * @throws StartException if a setting is wrong
	 */
	static int run(CommandName command, SettingsBinder binder) throws StartException {
		return print(command, binder, (out, err) -> new CommandRunner(Posix::load, binder.settings(true),
				binder.force(), binder.output(), CommandJson::status, null, out, err)
			.run(command));
	}

	/**
	 * Rehearse the start of this version.
	 * @param binder contains the settings
	 * @param arguments how many arguments the application got
	 * @return the status to exit with
	 * @throws StartException if the daemon could not use what it needs
	 */
	static int rehearse(SettingsBinder binder, int arguments) throws StartException {
		NativeLibrary library = NativeLibrary.open();
		return print(CommandName.REHEARSE, binder, (out, err) -> new RehearseCommand(library.posix(),
				library.typed(Optional.empty()), arguments, binder.settings(true), out, err)
			.run());
	}

	/**
	 * Make the cache of this version.
	 * @param binder contains the settings
	 * @param arguments how many arguments the application got
	 * @return the status to exit with
	 * @throws StartException if the application could not be started
	 */
	static int train(SettingsBinder binder, int arguments) throws StartException {
		NativeLibrary library = NativeLibrary.open();
		return print(CommandName.TRAIN, binder, (out, err) -> new TrainCommand(library.posix(),
				library.typed(Optional.empty()), arguments, binder.settings(true), out, err)
			.run());
	}

	/**
	 * Print the table that contains the permits of fleets.
	 * @return the status to exit with
	 */
	static int fleetSchema() {
		System.out.print(JdbcRestartPermits.schema());
		return ExitStatus.DONE.number();
	}

	static int print(CommandName name, SettingsBinder binder, CommandJson.PrintingCommand command)
			throws StartException {
		try {
			return CommandJson.run(name, binder.output(), command);
		}
		catch (PosixUnavailableException ex) {
			throw NativeLibrary.unavailable(ex);
		}
	}

	/**
	 * Print a file for systemd.
	 * @param binder contains the settings
	 * @param event the start of the application, which ends here
	 * @return the status to exit with
	 * @throws StartException if a setting is wrong or there is nothing to print
	 */
	static int unit(SettingsBinder binder, ApplicationEnvironmentPreparedEvent event) throws StartException {
		ProcessImage image = new NativeLibrary(NativeLibrary.load(), false).typed(Optional.empty());
		boolean web = event.getSpringApplication().getWebApplicationType() != WebApplicationType.NONE;
		return new UnitCommand(image, event.getArgs().length, binder.settings(binder.output().ofDaemon()),
				web ? WebAddresses.of(event.getEnvironment()) : List.of())
			.print(binder.output(), System.out);
	}

}
