package io.jdaemon.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;

/**
 * Checks, as the daemon's user and before anything is started, that the daemon can use
 * what it needs.
 *
 * @param settings the settings
 * @param runAs the daemon's user
 */
record LaunchChecks(Posix posix, Settings settings, RunAs runAs) {

	void requirePermittedUser() throws StartException, IOException {
		try {
			this.runAs.call(() -> true);
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.EPERM) {
				throw this.runAs.notPermitted();
			}
			throw ex;
		}
	}

	void requireCurrentDirectory() throws StartException, IOException {
		if (this.runAs.credentials() != null) {
			try {
				this.runAs.call(() -> Optional.ofNullable(this.posix.lstat("./.")));
			}
			catch (PosixException ex) {
				throw unusable("enter", "the working directory " + PathName.absolute(""), ex);
			}
		}
	}

	/**
	 * Check that the daemon's user can enter a directory.
	 * @param path the directory
	 * @return whether it is the working directory of this process
	 * @throws StartException if it does not exist or cannot be entered
	 */
	boolean requireDirectory(String path) throws StartException, IOException {
		FileStatus own = this.posix.lstat(".");
		return own != null && own.sameFile(enter(path));
	}

	// lstat(2) of "path/." requires the permission to enter the directory.
	private FileStatus enter(String path) throws StartException, IOException {
		try {
			return this.runAs.call(() -> Optional.ofNullable(this.posix.lstat(path + "/.")))
				.orElseThrow(() -> wrongDirectory("does not exist", "Create it, or name another."));
		}
		catch (PosixException ex) {
			String user = (this.runAs.credentials() != null) ? " by " + this.runAs.describe() : "";
			throw wrongDirectory("cannot be entered" + user + ": " + ex.reason(),
					"Name a directory that can be entered.");
		}
	}

	/**
	 * Make the paths in a command line absolute, for a start in another directory.
	 * @param image the image to start
	 * @return the image with absolute paths
	 * @throws StartException if a path cannot be made absolute
	 */
	ProcessImage relocate(ProcessImage image) throws StartException {
		ProcessImage.Relocated relocated = image.relocated(LaunchChecks::read);
		if (!relocated.relative().isEmpty()) {
			throw wrongDirectory("cannot be used: there are relative paths in "
					+ String.join(" and ", relocated.relative()) + ", which would mean other files there",
					"Make them absolute.");
		}
		requireEncodable(image.workingDirectory());
		return relocated.image();
	}

	private static String read(String argumentFile) {
		try {
			return Files.readString(PathName.path(PathName.decode(argumentFile.getBytes(StandardCharsets.ISO_8859_1))),
					StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// The JVM has read the file at its start; now there is nothing left to check.
			return "";
		}
	}

	// The daemon's JVM must be able to decode the paths that have become absolute.
	private void requireEncodable(byte[] directory) throws StartException {
		Charset platform = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
		for (Charset charset : new Charset[] { platform, StandardCharsets.UTF_8 }) {
			if (!Arrays.equals(new String(directory, charset).getBytes(charset), directory)) {
				throw wrongDirectory(
						"cannot be used: the current locale cannot encode the path of the directory that "
								+ this.settings.name() + " is started in",
						"Start it in another, or with LC_ALL=C.UTF-8.");
			}
		}
	}

	private StartException wrongDirectory(String problem, String action) {
		String directory = String.valueOf(this.settings.process().workingDirectory());
		return new StartException(ExitStatus.WRONG_SETTING, "The working directory " + PathName.absolute(directory)
				+ " (" + this.settings.origins().describe("jdaemon.working-directory") + ") " + problem + ".", action);
	}

	void requireReadable(ProcessImage image) throws StartException, IOException {
		String executable = PathName.decode(image.executable());
		requireReadable("the Java runtime " + executable, executable);
		String modules = System.getProperty("java.home", "") + "/lib/modules";
		if (Files.exists(PathName.path(modules))) {
			requireReadable("the Java runtime's " + modules, modules);
		}
		for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
			if (!entry.isEmpty() && Files.exists(PathName.path(entry))) {
				String path = PathName.absolute(entry);
				requireReadable((Files.isDirectory(PathName.path(entry)) ? "the directory " : "the jar ") + path, path);
			}
		}
	}

	private void requireReadable(String what, String path) throws StartException, IOException {
		try {
			this.runAs.call(() -> {
				this.posix.close(this.posix.open(path, 0, OpenFlag.RDONLY));
				return true;
			});
		}
		catch (PosixException ex) {
			throw unusable("read", what, ex);
		}
	}

	private StartException unusable(String access, String what, PosixException cause) {
		return new StartException(
				ExitStatus.NOT_PERMITTED, this.settings.name() + " cannot run as " + this.runAs.describe()
						+ ", which cannot " + access + " " + what + ": " + cause.reason() + ".",
				"Give that user access to it, or move it.");
	}

}
