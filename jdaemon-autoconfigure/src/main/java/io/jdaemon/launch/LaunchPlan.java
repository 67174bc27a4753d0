package io.jdaemon.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import org.jspecify.annotations.Nullable;

/**
 * What a launcher starts, and as what: user, groups, umask and working directory, none of
 * which the daemon could change as well by itself.
 *
 * @param settings the settings
 * @param runAs the daemon's user
 * @param image the image to start: in another working directory with absolute paths
 * @param directory the daemon's working directory, {@code null} for the launcher's
 */
record LaunchPlan(Posix posix, Settings settings, RunAs runAs, ProcessImage image, @Nullable String directory) {

	/**
	 * Set the umask, and check the rest.
	 * @param image what to start
	 * @param settings the settings
	 * @return the plan
	 * @throws StartException if the daemon would not find what it needs
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
	 * @return the locked file, if the settings name one
	 * @throws StartException if it is held, or cannot be created
	 */
	@Nullable PidFile claimPidFile() throws StartException {
		String path = this.settings.pidFile();
		if (path == null) {
			return null;
		}
		try {
			return this.runAs.call(() -> PidFile.claim(this.posix, path));
		}
		catch (IOException ex) {
			throw (this.runAs.credentials() != null && ex instanceof PosixException refused
					&& refused.errno() == PosixException.EACCES)
							? StartFailures.foreignPidFile(this.settings, path, this.runAs.describe(), refused)
							: StartFailures.pidFile(this.settings, path, ex);
		}
	}

	/**
	 * The output files, which will belong to the daemon's user.
	 * @return the files
	 */
	StandardStreams streams() {
		return new StandardStreams(this.posix, this.settings.out(), this.settings.err(), this.runAs.credentials());
	}

	/**
	 * The directory that relative paths in settings start from, if it is not to be the
	 * daemon's own.
	 * @return the launcher's working directory
	 */
	Optional<String> launchDirectory() {
		return (this.directory != null) ? Optional.of(new String(this.image.workingDirectory(), StandardCharsets.UTF_8))
				: Optional.empty();
	}

	byte @Nullable [] directoryBytes() {
		return (this.directory != null) ? this.directory.getBytes(StandardCharsets.UTF_8) : null;
	}

}
