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
import io.jdaemon.warm.ColdStartException;
import io.jdaemon.warm.Training;
import io.jdaemon.warm.WarmStart;

/**
 * The command train: makes the cache that the next start of this version of the jar uses,
 * whether or not the application is running. It runs as the application's user and in its
 * directory.
 */
public final class TrainCommand {

	private final Posix posix;

	private final ProcessImage image;

	private final Settings settings;

	private final PrintStream out;

	private final PrintStream err;

	/**
	 * Create the command.
	 * @param image the image of this process
	 * @param arguments how many arguments the application got
	 * @param settings the settings
	 * @param out where to report success
	 * @param err where to report failure
	 */
	public TrainCommand(Posix posix, ProcessImage image, int arguments, Settings settings, PrintStream out,
			PrintStream err) {
		this.posix = posix;
		this.image = StartedImage.without(image, CommandName.TRAIN, arguments);
		this.settings = settings;
		this.out = out;
		this.err = err;
	}

	/**
	 * Run the command.
	 * @return the status to exit with
	 * @throws StartException if the application could not be started
	 */
	public int run() throws StartException {
		if (!this.settings.warm().on()) {
			throw new StartException(ExitStatus.WRONG_SETTING,
					"The cache would not be used (" + this.settings.origins().describe("jdaemon.warm-start") + ").",
					"Set jdaemon.warm-start=on.");
		}
		try {
			LaunchPlan plan = LaunchPlan.prepare(this.posix, this.image, this.settings);
			return plan.runAs().call(() -> train(plan));
		}
		catch (IOException ex) {
			throw StartFailures.system(ex);
		}
	}

	private int train(LaunchPlan plan) throws IOException {
		long start = this.posix.monotonicMicros();
		WarmStart warm = new WarmStart(this.settings.warm(), this.posix.geteuid());
		try (Training training = warm.train(this.posix, plan.image())) {
			ProcessImage trained = training.prepare();
			Rehearsal rehearsal = new PosixRehearsal(this.posix, trained, plan.launchDirectory(), null,
					plan.directoryBytes(), Training.ASSEMBLY);
			RehearsalResult result = run(rehearsal);
			if (result instanceof RehearsalResult.Failed failed) {
				return failed(failed);
			}
			training.complete();
			if (!this.settings.quiet()) {
				this.out.println("Trained " + this.settings.name() + " in "
						+ Seconds.of(Duration.ofMillis((this.posix.monotonicMicros() - start) / 1000)) + " s; cache "
						+ training.directory());
			}
			return ExitStatus.DONE.number();
		}
		catch (ColdStartException ex) {
			this.err.println(PrintableText.of("No cache was made. " + ex.reason()));
			return ExitStatus.FAILED.number();
		}
	}

	// If this process is interrupted, nothing of it is left.
	private RehearsalResult run(Rehearsal rehearsal) {
		Thread interrupted = new Thread(rehearsal::cancel, "jdaemon-cancel");
		Runtime.getRuntime().addShutdownHook(interrupted);
		try {
			return rehearsal.run(this.settings.startupTimeout());
		}
		finally {
			try {
				Runtime.getRuntime().removeShutdownHook(interrupted);
			}
			catch (IllegalStateException ex) {
				// The process is being interrupted.
			}
		}
	}

	private int failed(RehearsalResult.Failed failed) {
		String reason = failed.endOfSentence();
		String name = this.settings.name();
		if (failed.contextComplete()) {
			// The JVM cannot write the cache, to a full disk for example.
			this.err.println(PrintableText
				.of("No cache of " + name + " was made. Its context was complete, but then " + reason));
			return ExitStatus.FAILED.number();
		}
		this.err.print(failed.output());
		this.err.println(PrintableText.of("No cache of " + name + " was made, because it would not start: " + reason));
		return failed.failure();
	}

}
