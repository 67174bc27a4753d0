package io.jdaemon.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

import io.jdaemon.output.PrintableText;
import io.jdaemon.output.TerminalText;
import io.jdaemon.output.TerminalText.Colour;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command on the instance that the same settings describe. It acts only on the
 * process that provably holds the PID file, and prints the result in one sentence.
 */
public final class CommandRunner {

	private static final Duration GRACE = Duration.ofSeconds(5);

	// That nothing is running is a result of the command "status", not a failure.
	private static final Set<ExitStatus> SUCCESSES = EnumSet.of(ExitStatus.DONE, ExitStatus.NOT_RUNNING,
			ExitStatus.PID_FILE_LEFT);

	private final PosixLoader posix;

	private final Settings settings;

	private final boolean force;

	private final OutputFormat format;

	private final Function<StatusReport, String> json;

	private final @Nullable String problem;

	private final PrintStream out;

	private final PrintStream err;

	/**
	 * Create a runner.
	 * @param posix loads the calls of the C library, which stop and status rarely need
	 * @param settings the settings
	 * @param force whether to kill an instance that does not stop
	 * @param format the format of the status
	 * @param json writes a status as JSON
	 * @param problem what is wrong in the configuration of the application, {@code null}
	 * if it can be read
	 * @param out where to report success
	 * @param err where to report failure
	 */
	public CommandRunner(PosixLoader posix, Settings settings, boolean force, OutputFormat format,
			Function<StatusReport, String> json, @Nullable String problem, PrintStream out, PrintStream err) {
		this.posix = PosixLoader.once(posix);
		this.settings = settings;
		this.force = force;
		this.format = format;
		this.json = json;
		this.problem = problem;
		this.out = out;
		this.err = err;
	}

	/**
	 * Run a command.
	 * @param name a command for a running instance
	 * @return the status to exit with
	 */
	public int run(CommandName name) throws PosixUnavailableException {
		if (this.problem != null && !name.restarts() && !this.settings.quiet()) {
			this.err.println("Warning: the settings are those that the running instance publishes. " + this.problem);
		}
		CommandResult result = result(name);
		boolean success = SUCCESSES.contains(result.status());
		if (!success || !this.settings.quiet()) {
			PrintStream stream = success ? this.out : this.err;
			stream.println(coloured(result.status(), PrintableText.of(result.sentence()), success ? 1 : 2));
			result.details().forEach((line) -> stream.println(PrintableText.of(line)));
		}
		return result.status().number();
	}

	private String coloured(ExitStatus status, String sentence, int descriptor) {
		if (this.format != OutputFormat.TEXT || !TerminalText.isTerminal(descriptor)
				|| !TerminalText.allowsColour(System.getenv())) {
			return sentence;
		}
		return (status == ExitStatus.DONE) ? Colour.GREEN.of(sentence)
				: SUCCESSES.contains(status) ? Colour.YELLOW.of(sentence) : Colour.RED.of(sentence);
	}

	private CommandResult result(CommandName name) throws PosixUnavailableException {
		String pidFile = this.settings.pidFile();
		if (pidFile == null) {
			return new CommandResult(ExitStatus.WRONG_SETTING,
					"A command needs a PID file to find " + this.settings.name() + ", and there is none ("
							+ this.settings.origins().describe("jdaemon.pid-file") + ")"
							+ MissingInstance.others(new PosixInstance(this.posix, "")) + ".");
		}
		if (!this.format.ofStatus()) {
			return new CommandResult(ExitStatus.WRONG_SETTING,
					"The command " + name.word() + " prints text or json, and nothing else ("
							+ this.settings.origins().describe("jdaemon.output") + ").");
		}
		try {
			return command(name, new PosixInstance(this.posix, pidFile)).run();
		}
		catch (CommandException ex) {
			return ex.result();
		}
		catch (IOException ex) {
			return refused(pidFile, ex);
		}
	}

	private Command command(CommandName name, Instance instance) {
		return switch (name) {
			case STOP, FORCE_STOP ->
				new StopCommand(this.settings, instance, this.force || name == CommandName.FORCE_STOP, GRACE);
			case RESTART, FORCE_RELOAD -> restart(instance, ExitStatus.NOTHING_RUNNING);
			case TRY_RESTART, CONDRESTART -> restart(instance, ExitStatus.DONE);
			case REOPEN -> new ReopenCommand(this.settings, instance, GRACE);
			case STATUS ->
				new StatusCommand(this.settings, instance, this.format, this.json, Clock.systemDefaultZone());
			case RUN, START, REHEARSE, TRAIN, SYSTEMD_UNIT, RELEASE_PERMIT, FLEET_SCHEMA, HELP ->
				throw new IllegalArgumentException(name + " does not act on an instance");
		};
	}

	private Command restart(Instance instance, ExitStatus missing) {
		return (this.problem != null) ? new RefusedRestart(this.settings, instance, missing, this.problem)
				: new RestartCommand(this.settings, instance, missing, this.err, this::progress, GRACE);
	}

	private void progress(String sentence) {
		if (this.format == OutputFormat.TEXT && !this.settings.quiet()) {
			this.err.println(PrintableText.of(sentence));
		}
	}

	private CommandResult refused(String pidFile, IOException cause) {
		boolean permission = cause instanceof AccessDeniedException
				|| cause instanceof PosixException posix && PosixException.NOT_PERMITTED.contains(posix.errno());
		return permission
				? new CommandResult(ExitStatus.NOT_PERMITTED,
						"The user " + System.getProperty("user.name") + " may not do that to " + this.settings.name()
								+ " (PID file " + pidFile + "): " + Reason.of(cause))
				: new CommandResult(ExitStatus.OS_REFUSED, "The operating system refused: " + Reason.of(cause));
	}

}
