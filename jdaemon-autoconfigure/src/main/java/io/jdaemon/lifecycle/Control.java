package io.jdaemon.lifecycle;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.PosixSource;

/**
 * What the operator typed: a verb for the instance that the same settings describe. It
 * acts on the process that provably holds the PID file, on no other, and says in one
 * sentence what came of it.
 */
public final class Control {

	private static final Duration GRACE = Duration.ofSeconds(5);

	// That nothing is running is what the verb "status" was asked for, no failure.
	private static final Set<ExitStatus> ANSWERS = EnumSet.of(ExitStatus.DONE, ExitStatus.NOT_RUNNING,
			ExitStatus.PID_FILE_LEFT);

	private final PosixSource posix;

	private final Settings settings;

	private final boolean force;

	private final OutputFormat format;

	private final PrintStream out;

	private final PrintStream err;

	/**
	 * Prepare.
	 * @param posix the system calls, which most verbs do without
	 * @param settings the settings
	 * @param force whether to kill what cannot be stopped
	 * @param format how to tell the status
	 * @param out where to report success
	 * @param err where to report failure
	 */
	public Control(PosixSource posix, Settings settings, boolean force, OutputFormat format, PrintStream out,
			PrintStream err) {
		this.posix = PosixSource.once(posix);
		this.settings = settings;
		this.force = force;
		this.format = format;
		this.out = out;
		this.err = err;
	}

	/**
	 * Do what was said.
	 * @param verb a verb for an instance that is there
	 * @return the status to exit with
	 * @throws PosixUnavailableException if there are no system calls, and they are needed
	 */
	public int run(Verb verb) throws PosixUnavailableException {
		Outcome outcome = outcome(verb);
		boolean answered = ANSWERS.contains(outcome.status());
		if (!answered || !this.settings.quiet()) {
			(answered ? this.out : this.err).println(outcome.sentence());
		}
		return outcome.status().number();
	}

	private Outcome outcome(Verb verb) throws PosixUnavailableException {
		String pidFile = this.settings.pidFile();
		if (pidFile == null) {
			return new Outcome(ExitStatus.WRONG_SETTING, "A verb needs a PID file to find " + this.settings.name()
					+ ", and " + this.settings.origins().describe("jdaemon.pid-file") + ", is empty.");
		}
		try {
			return command(verb, new KernelInstance(this.posix, pidFile)).run();
		}
		catch (CommandException ex) {
			return ex.outcome();
		}
		catch (IOException ex) {
			return refused(pidFile, ex);
		}
	}

	private Command command(Verb verb, Instance instance) {
		return switch (verb) {
			case STOP -> new StopCommand(this.settings, instance, this.force, GRACE);
			case RESTART -> new RestartCommand(this.settings, instance, this.err, GRACE);
			case REOPEN -> new ReopenCommand(this.settings, instance, GRACE);
			case STATUS -> new StatusCommand(this.settings, instance, this.format, Clock.systemUTC());
			case RUN, START -> throw new IllegalArgumentException(verb + " is for no instance that is there");
		};
	}

	private Outcome refused(String pidFile, IOException cause) {
		boolean permission = cause instanceof AccessDeniedException
				|| cause instanceof PosixException posix && PosixException.NOT_PERMITTED.contains(posix.errno());
		return permission
				? new Outcome(ExitStatus.NOT_PERMITTED,
						"This user may not do that to " + this.settings.name() + " (PID file " + pidFile + "): "
								+ cause.getMessage())
				: new Outcome(ExitStatus.OS_REFUSED, "The operating system refused: " + cause.getMessage());
	}

}
