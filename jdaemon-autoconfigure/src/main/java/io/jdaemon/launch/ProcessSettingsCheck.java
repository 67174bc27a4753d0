package io.jdaemon.launch;

import java.util.ArrayList;
import java.util.List;

import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;

/**
 * Holds user, group and working directory of the settings against those of this process,
 * which runs already and cannot change them.
 *
 * @param settings the settings
 */
public record ProcessSettingsCheck(Posix posix, Settings settings) {

	/**
	 * Compare. A first image in the foreground has to be what was asked for; a daemon
	 * that was restarted with other settings goes on as it is.
	 * @param firstInForeground whether nobody could give this process its attributes
	 * @return what does not agree, sentences
	 * @throws StartException if this process must not run as whom it does
	 */
	public List<String> check(boolean firstInForeground) throws StartException {
		List<String> warnings = new ArrayList<>();
		RunAs runAs = RunAs.resolve(this.posix, this.settings);
		if (runAs.credentials() != null) {
			if (firstInForeground) {
				throw new StartException(ExitStatus.NOT_PERMITTED,
						this.settings.name() + " runs in the foreground, where it cannot become " + runAs.describe()
								+ ".",
						"Start it as that user (setpriv, runuser, User= of systemd), or remove the setting.");
			}
			warnings.add("A running process does not become " + runAs.describe() + ": stop and start "
					+ this.settings.name() + ".");
		}
		String directory = this.settings.process().workingDirectory();
		if (directory != null && !isCurrent(directory)) {
			String property = this.settings.origins().describe("jdaemon.working-directory");
			warnings.add("A running process does not change to the working directory " + directory + " (" + property
					+ "): " + (firstInForeground ? "it counts for a daemon only."
							: "stop and start " + this.settings.name() + "."));
		}
		return warnings;
	}

	private boolean isCurrent(String directory) {
		try {
			FileStatus wanted = this.posix.lstat(directory + "/.");
			FileStatus own = this.posix.lstat(".");
			return wanted != null && own != null && wanted.sameFile(own);
		}
		catch (PosixException ex) {
			return false;
		}
	}

}
