package io.jdaemon.boot;

import java.util.OptionalInt;

import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.CommandRunner;
import io.jdaemon.command.PublishedSettings;
import io.jdaemon.launch.NativeLibrary;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A command where the configuration of the application is broken. It knows the command
 * line, the system properties and the environment variables, and finds the rest at the
 * running instance.
 */
final class UnconfiguredCommand {

	private static final int LONGEST_PROBLEM = 400;

	private final StartException problem;

	private final String[] arguments;

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	/**
	 * Create the command.
	 * @param problem what is wrong in the configuration
	 * @param arguments the arguments of the command line
	 */
	UnconfiguredCommand(StartException problem, String... arguments) {
		this.problem = problem;
		this.arguments = arguments;
		this.environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		ConfigurationPropertySources.attach(this.environment);
	}

	/**
	 * Describe a failure to read the configuration.
	 * @param failure the failure
	 * @return what is wrong
	 */
	static StartException problem(Throwable failure) {
		String message = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
			.strip()
			.replaceAll("\\s+", " ");
		String sentence = (message.length() > LONGEST_PROBLEM) ? message.substring(0, LONGEST_PROBLEM) + "…" : message;
		return new StartException(ExitStatus.WRONG_SETTING,
				"The configuration cannot be read, so this version would not start: " + sentence
						+ (sentence.endsWith(".") ? "" : "."),
				"Mend it. A command for a running instance also finds it by its PID file, --jdaemon.pid-file.");
	}

	/**
	 * Run the command, if one was typed.
	 * @return the status to exit with, or empty if the operator typed no command but to
	 * start the application
	 */
	OptionalInt run() {
		CommandArgument argument = new CommandArgument(this.environment, this.arguments);
		if (!argument.present()) {
			return OptionalInt.empty();
		}
		if (argument.help()) {
			System.out.println(ConfiguredCommand.help(this.problem));
			return OptionalInt.of(ExitStatus.DONE.number());
		}
		try {
			return run(argument);
		}
		catch (StartException ex) {
			return refused(argument, ex);
		}
		catch (PosixUnavailableException ex) {
			return refused(argument, NativeLibrary.unavailable(ex));
		}
	}

	private OptionalInt refused(CommandArgument argument, StartException refusal) {
		return OptionalInt.of(CommandJson.refuse(this.environment, argument, refusal));
	}

	private OptionalInt run(CommandArgument argument) throws StartException, PosixUnavailableException {
		argument.requireUnderstood();
		SettingsBinder binder = new SettingsBinder(this.environment, JvmWideState.launchDirectory());
		CommandName command = argument.or(binder.command());
		if (command.startsApplication()) {
			return OptionalInt.empty();
		}
		if (!command.actsOnInstance()) {
			throw this.problem;
		}
		Settings settings = PublishedSettings.find(binder.settings(true), pidFileNamed(), this.problem);
		return OptionalInt.of(CommandJson.run(command, binder.output(),
				(out, err) -> new CommandRunner(Posix::load, settings, binder.force(), binder.output(),
						CommandJson::status, this.problem.getMessage(), out, err)
					.run(command)));
	}

	private boolean pidFileNamed() {
		return Binder.get(this.environment).bind("jdaemon.pid-file", String.class).isBound();
	}

}
