package io.jdaemon.launch;

import java.io.IOException;
import java.util.Optional;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.warm.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher starts, and with which user, groups, umask and working directory. The
 * daemon itself could not set all of these: credentials belong to a thread, and a JVM
 * keeps the user.dir that it was started with.
 *
 * @param settings the settings
 * @param runAs the daemon's user
 * @param image the image to start, with absolute paths if its working directory is
 * another
 * @param directory the daemon's working directory, {@code null} for the launcher's
 */
record LaunchPlan(Posix posix, Settings settings, RunAs runAs, ProcessImage image, @Nullable String directory) {

	/**
	 * Set the umask, and check everything else.
	 * @param image the image of this process
	 * @param settings the settings
	 * @return the plan
	 * @throws StartException if the daemon could not use what it needs
	 */
	static LaunchPlan prepare(Posix posix, ProcessImage image, Settings settings) throws StartException, IOException {
		Integer umask = settings.process().umask();
		if (umask != null) {
			posix.umask(umask);
		}
		RunAs runAs = RunAs.resolve(posix, settings);
		LaunchChecks checks = new LaunchChecks(posix, settings, runAs);
		checks.requirePermittedUser();
		LaunchPlan plan = plan(checks, image);
		if (runAs.credentials() != null) {
			checks.requireReadable(plan.image);
		}
		return plan;
	}

	private static LaunchPlan plan(LaunchChecks checks, ProcessImage image) throws StartException, IOException {
		String directory = checks.settings().process().workingDirectory();
		if (directory == null) {
			checks.requireCurrentDirectory();
		}
		else if (!checks.requireDirectory(directory)) {
			return new LaunchPlan(checks.posix(), checks.settings(), checks.runAs(), checks.relocate(image), directory);
		}
		return new LaunchPlan(checks.posix(), checks.settings(), checks.runAs(), image, null);
	}

	/**
	 * Claim the PID file. The daemon will rename and remove it, so it is also created as
	 * the daemon's user.
	 * @return the locked file, {@code null} if the settings name none
	 * @throws StartException if another process has the lock, or the file cannot be
	 * created
	 */
	@Nullable PidFile claimPidFile() throws StartException {
		String path = this.settings.pidFile();
		if (path == null) {
			return null;
		}
		try {
			return this.runAs.call(() -> PidFile.claimForStart(this.posix, path));
		}
		catch (IOException ex) {
			throw (this.runAs.credentials() != null && ex instanceof PosixException refused
					&& refused.errno() == PosixException.EACCES)
							? StartFailures.foreignPidFile(this.settings, path, this.runAs.describe(), refused)
							: StartFailures.pidFile(this.settings, path, ex);
		}
	}

	/**
	 * The image to start. The daemon's user must be able to use its cache.
	 * @param state what is passed on to the daemon
	 * @return the image, with its cache if one fits
	 */
	ProcessImage warm(InheritedState state) throws IOException {
		return this.runAs
			.call(() -> new WarmStart(this.settings.warm(), this.posix.geteuid()).image(this.image, state));
	}

	/**
	 * The output files, which will belong to the daemon's user.
	 * @return the files, not yet open
	 */
	StandardStreams streams() {
		return new StandardStreams(this.posix, this.settings.out(), this.settings.err(), this.runAs.credentials());
	}

	/**
	 * The directory that relative paths in settings are resolved against.
	 * @return the launcher's working directory, if the daemon's is another
	 */
	Optional<String> launchDirectory() {
		return (this.directory != null) ? Optional.of(PathName.decode(this.image.workingDirectory()))
				: Optional.empty();
	}

	byte @Nullable [] directoryBytes() {
		return (this.directory != null) ? PathName.encode(this.directory) : null;
	}

}
