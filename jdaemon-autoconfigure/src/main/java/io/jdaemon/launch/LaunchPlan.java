package io.jdaemon.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Credentials;
import io.jdaemon.posix.FileStatus;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.process.Relocation;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import org.jspecify.annotations.Nullable;

/**
 * What a launcher gives its daemon to be born with: user, groups, umask and working
 * directory, none of which the daemon could change as well by itself. All is checked as
 * that user, before anything starts.
 */
final class LaunchPlan {

	private final Posix posix;

	private final Settings settings;

	private final RunAs change;

	private final @Nullable Credentials credentials;

	private final @Nullable String directory;

	private final ProcessImage image;

	private LaunchPlan(Posix posix, Settings settings, RunAs change, @Nullable Credentials credentials,
			@Nullable String directory, ProcessImage image) {
		this.posix = posix;
		this.settings = settings;
		this.change = change;
		this.credentials = credentials;
		this.directory = directory;
		this.image = image;
	}

	/**
	 * Look up, set the umask, and check.
	 * @param posix the system calls
	 * @param image what to start
	 * @param settings the settings
	 * @return what the daemon is born with
	 * @throws StartException if it cannot be
	 * @throws IOException if the kernel refuses
	 */
	static LaunchPlan prepare(Posix posix, ProcessImage image, Settings settings) throws StartException, IOException {
		Integer umask = settings.attributes().umask();
		if (umask != null) {
			posix.umask(umask);
		}
		RunAs change = new RunAs(posix, settings);
		Credentials credentials = change.credentials().orElse(null);
		LaunchPlan birth = new LaunchPlan(posix, settings, change, credentials, null, image);
		birth.requireChange();
		LaunchPlan relocated = birth.inDirectory();
		if (credentials != null) {
			relocated.requireReadable();
		}
		return relocated;
	}

	private void requireChange() throws StartException, IOException {
		try {
			as(() -> true);
		}
		catch (PosixException ex) {
			if (ex.errno() == PosixException.EPERM) {
				throw this.change.notPermitted();
			}
			throw ex;
		}
	}

	private LaunchPlan inDirectory() throws StartException, IOException {
		String configured = this.settings.attributes().workingDirectory();
		if (configured == null) {
			requireEntry();
			return this;
		}
		FileStatus own = this.posix.lstat(".");
		if (own != null && own.sameFile(enter(configured))) {
			return this;
		}
		Relocation relocation = this.image.relocated(LaunchPlan::read);
		if (!relocation.relative().isEmpty()) {
			throw wrongDirectory("cannot be used: there are relative paths in "
					+ String.join(" and ", relocation.relative()) + ", which would mean other files there",
					"Make them absolute.");
		}
		requireText();
		return new LaunchPlan(this.posix, this.settings, this.change, this.credentials, configured, relocation.image());
	}

	private void requireEntry() throws StartException, IOException {
		if (this.credentials != null) {
			try {
				as(() -> Optional.ofNullable(this.posix.lstat("./.")));
			}
			catch (PosixException ex) {
				throw unusable("the working directory " + Path.of("").toAbsolutePath(), ex);
			}
		}
	}

	// To look up the directory itself within it takes the permission to enter it.
	private FileStatus enter(String path) throws StartException, IOException {
		try {
			return as(() -> Optional.ofNullable(this.posix.lstat(path + "/.")))
				.orElseThrow(() -> wrongDirectory("does not exist", "Create it, or name another."));
		}
		catch (PosixException ex) {
			String user = (this.credentials != null) ? " by " + this.change.wish() : "";
			throw wrongDirectory("cannot be entered" + user + ": " + ex.reason(),
					"Name a directory that can be entered.");
		}
	}

	private StartException wrongDirectory(String problem, String action) {
		String directory = String.valueOf(this.settings.attributes().workingDirectory());
		return new StartException(
				ExitStatus.WRONG_SETTING, "The working directory " + Path.of(directory).toAbsolutePath().normalize()
						+ " (" + this.settings.origins().describe("jdaemon.working-directory") + ") " + problem + ".",
				action);
	}

	// Where the arguments become absolute, the JVM must be able to read what it gets.
	private void requireText() throws StartException {
		byte[] bytes = this.image.workingDirectory();
		Charset platform = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
		for (Charset charset : new Charset[] { platform, StandardCharsets.UTF_8 }) {
			if (!Arrays.equals(new String(bytes, charset).getBytes(charset), bytes)) {
				throw wrongDirectory("cannot be used: this locale has no letters for the directory that "
						+ this.settings.name() + " is started in", "Start it in another, or with LC_ALL=C.UTF-8.");
			}
		}
	}

	private static String read(String argumentFile) {
		try {
			return Files.readString(Path.of(argumentFile), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// The JVM has read it, so there is nothing more to find.
			return "";
		}
	}

	private void requireReadable() throws StartException, IOException {
		String executable = new String(this.image.executable(), StandardCharsets.UTF_8);
		requireReadable("the Java runtime " + executable, executable);
		String modules = System.getProperty("java.home", "") + "/lib/modules";
		if (Files.exists(Path.of(modules))) {
			requireReadable("the Java runtime's " + modules, modules);
		}
		for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
			if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
				String path = Path.of(entry).toAbsolutePath().normalize().toString();
				requireReadable((Files.isDirectory(Path.of(entry)) ? "the directory " : "the jar ") + path, path);
			}
		}
	}

	private void requireReadable(String what, String path) throws StartException, IOException {
		try {
			as(() -> {
				this.posix.close(this.posix.open(path, 0, OpenFlag.RDONLY));
				return true;
			});
		}
		catch (PosixException ex) {
			throw unusable(what, ex);
		}
	}

	private StartException unusable(String what, PosixException cause) {
		return new StartException(ExitStatus.NOT_PERMITTED, this.settings.name() + " cannot run as "
				+ this.change.wish() + ", to whom " + what + " is closed: " + cause.reason() + ".",
				"Open it to that user, or use another place.");
	}

	private <T> T as(Posix.Task<T> task) throws IOException {
		return (this.credentials != null) ? this.posix.withCredentials(this.credentials, task) : task.run();
	}

	/**
	 * Take the lock of the PID file. The daemon will rename and remove that file, so it
	 * is also created as the daemon's user.
	 * @return the locked file, if there is to be one
	 * @throws StartException if it cannot be had
	 */
	@Nullable PidFile claim() throws StartException {
		String path = this.settings.pidFile();
		if (path == null) {
			return null;
		}
		try {
			return as(() -> PidFile.claim(this.posix, path));
		}
		catch (IOException ex) {
			throw (this.credentials != null && ex instanceof PosixException refused
					&& refused.errno() == PosixException.EACCES)
							? StartFailures.foreignPidFile(this.settings, path, this.change.wish(), refused)
							: StartFailures.pidFile(this.settings, path, ex);
		}
	}

	/**
	 * The output files, which will belong to the daemon's user.
	 * @return the files
	 */
	StandardStreams streams() {
		return new StandardStreams(this.posix, this.settings.out(), this.settings.err(), this.credentials);
	}

	/**
	 * What to start: in another working directory with absolute paths.
	 * @return the image
	 */
	ProcessImage image() {
		return this.image;
	}

	/**
	 * The directory that relative paths in settings start from, if it is not to be the
	 * daemon's own.
	 * @return the launcher's working directory
	 */
	Optional<String> origin() {
		return (this.directory != null) ? Optional.of(new String(this.image.workingDirectory(), StandardCharsets.UTF_8))
				: Optional.empty();
	}

	@Nullable Credentials credentials() {
		return this.credentials;
	}

	byte @Nullable [] directory() {
		return (this.directory != null) ? this.directory.getBytes(StandardCharsets.UTF_8) : null;
	}

}
