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
 * Compares the user, group and working directory in the settings with those of this
 * process, which is running and cannot change them.
 *
 * @param settings the settings
 */
public record ProcessSettingsCheck(Posix posix, Settings settings) {

	/**
	 * Compare them. The first image in the foreground must run as the configured user and
	 * group. A process that was restarted with other settings keeps running as it is.
	 * @param firstInForeground whether this is the first image in the foreground, which
	 * no launcher has started
	 * @return the differences that are only logged, sentences
	 * @throws StartException if the first image in the foreground runs as another user or
	 * group
	 */
	public List<String> check(boolean firstInForeground) throws StartException {
		List<String> warnings = new ArrayList<>();
		RunAs runAs = RunAs.resolve(this.posix, this.settings);
		if (runAs.credentials() != null) {
			if (firstInForeground) {
				throw new StartException(ExitStatus.NOT_PERMITTED,
						this.settings.name() + " runs in the foreground, where it cannot change to " + runAs.describe()
								+ ".",
						"Start it as that user (setpriv, runuser, User= of systemd), or remove the setting.");
			}
			warnings.add("A running process cannot change to " + runAs.describe() + ": stop and start "
					+ this.settings.name() + ".");
		}
		String directory = this.settings.process().workingDirectory();
		if (directory != null && !isCurrent(directory)) {
			String property = this.settings.origins().describe("jdaemon.working-directory");
			warnings.add("A running process cannot change to the working directory " + directory + " (" + property
					+ "): " + (firstInForeground ? "it applies to a daemon only."
							: "stop and start " + this.settings.name() + "."));
		}
		return warnings;
	}

	private boolean isCurrent(String directory) {
		try {
			FileStatus configured = this.posix.lstat(directory + "/.");
			FileStatus current = this.posix.lstat(".");
			return configured != null && current != null && configured.sameFile(current);
		}
		catch (PosixException ex) {
			return false;
		}
	}

}
