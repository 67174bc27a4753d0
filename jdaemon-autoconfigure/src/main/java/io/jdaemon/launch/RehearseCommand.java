package io.jdaemon.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

import io.jdaemon.command.CommandName;
import io.jdaemon.output.PrintableText;
import io.jdaemon.posix.Posix;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.Seconds;
import io.jdaemon.rehearsal.PosixRehearsal;
import io.jdaemon.rehearsal.Rehearsal;
import io.jdaemon.rehearsal.RehearsalResult;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;

/**
 * The command rehearse: starts this version of the application as a daemon would be
 * started, until its context is complete, and prints whether that succeeded.
 */
public final class RehearseCommand {

	private final Posix posix;

	private final ProcessImage image;

	private final Settings settings;

	private final PrintStream out;

	private final PrintStream err;

	/**
	 * Create the command.
	 * @param image the image of this process
	 * @param arguments how many arguments the application got
	 * @param settings the settings of the daemon
	 * @param out where to report success
	 * @param err where to report failure
	 */
	public RehearseCommand(Posix posix, ProcessImage image, int arguments, Settings settings, PrintStream out,
			PrintStream err) {
		this.posix = posix;
		this.image = StartedImage.without(image, CommandName.REHEARSE, arguments);
		this.settings = settings;
		this.out = out;
		this.err = err;
	}

	/**
	 * Run the command. If this process is interrupted, the rehearsal ends, too.
	 * @return the status to exit with: that of the application if it would not start
	 * @throws StartException if the daemon could not use what it needs
	 */
	public int run() throws StartException {
		try {
			LaunchPlan plan = LaunchPlan.prepare(this.posix, this.image, this.settings);
			Rehearsal rehearsal = new PosixRehearsal(this.posix, plan.image(), plan.launchDirectory(),
					plan.runAs().credentials(), plan.directoryBytes(), Duration.ZERO);
			Runtime.getRuntime().addShutdownHook(new Thread(rehearsal::cancel, "jdaemon-cancel"));
			return report(rehearsal.run(this.settings.startupTimeout()));
		}
		catch (IOException ex) {
			throw StartFailures.system(ex);
		}
	}

	private int report(RehearsalResult result) {
		if (result instanceof RehearsalResult.Complete complete) {
			if (!this.settings.quiet()) {
				this.out.println(PrintableText.of(this.settings.name() + " would start: its context was complete after "
						+ Seconds.of(complete.duration()) + " s"));
			}
			return ExitStatus.DONE.number();
		}
		if (result instanceof RehearsalResult.Failed failed) {
			this.err.print(failed.output());
			this.err.println(PrintableText.of(this.settings.name() + " would not start: " + failed.reason()));
			return failed.failure();
		}
		// Then this process is exiting already.
		return ExitStatus.FAILED.number();
	}

}
