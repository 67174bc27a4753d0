package io.jdaemon.restart;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.warm.JarIntegrity;
import io.jdaemon.warm.RequiredCache;

/**
 * Checks, before anything is closed, whether the next image can start. execve(2) does not
 * show that: it succeeds with a JDK whose libraries are gone, and with a broken jar.
 */
public final class RestartPreflight {

	private static final int EXEC_SLACK = 4096;

	// See "Limits on size of arguments and environment" in execve(2).
	private static final long MIN_ARGUMENTS_LIMIT = 128 * 1024;

	private static final long MAX_ARGUMENTS_LIMIT = 6 * 1024 * 1024;

	private static final long TRIAL_SECONDS = 30;

	private static final List<String> JVM_VARIABLES = List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=",
			"_JAVA_OPTIONS=");

	private final Posix posix;

	private final ProcessImage image;

	private final String classPath;

	public RestartPreflight(Posix posix, ProcessImage image, String classPath) {
		this.posix = posix;
		this.image = image;
		this.classPath = classPath;
	}

	/**
	 * Check everything.
	 * @return the reason why a restart could not succeed, a sentence; empty if it could
	 */
	Optional<String> refusal() {
		return Stream.<Supplier<Optional<String>>>of(this::workingDirectory, this::jars, this::size, this::executable)
			.map(Supplier::get)
			.flatMap(Optional::stream)
			.findFirst();
	}

	/**
	 * The jars as they are now.
	 * @return what identifies each version of them
	 */
	List<String> version() {
		return jarFiles().map(RestartPreflight::version).toList();
	}

	private static String version(File jar) {
		try {
			return String
				.valueOf(Files.readAttributes(PathName.path(jar.getPath()), "unix:dev,ino,size,lastModifiedTime"));
		}
		catch (IOException ex) {
			return "";
		}
	}

	private Optional<String> workingDirectory() {
		try {
			// If the directory was removed and created again, this enters the new one.
			this.posix.chdir(this.image.workingDirectory());
			return Optional.empty();
		}
		catch (PosixException ex) {
			return Optional.of("The working directory " + text(this.image.workingDirectory()) + " cannot be entered: "
					+ ex.reason() + ".");
		}
	}

	private Optional<String> jars() {
		boolean required = !this.classPath.contains(File.pathSeparator);
		return jarFiles().filter((file) -> required || file.exists())
			.map(this::jar)
			.flatMap(Optional::stream)
			.findFirst();
	}

	private Stream<File> jarFiles() {
		return Arrays.stream(this.classPath.split(File.pathSeparator))
			.filter((entry) -> entry.matches(".*\\.[jw]ar"))
			.map(File::new);
	}

	private Optional<String> jar(File file) {
		if (!file.exists()) {
			return Optional.of("The jar " + PathName.absolute(file.getPath()) + " is missing.");
		}
		try {
			Manifest manifest = JarIntegrity.manifest(file);
			String libraries = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH)
					: null;
			return (libraries != null) ? libraries(file, libraries) : Optional.empty();
		}
		catch (IOException ex) {
			return Optional
				.of("The jar " + PathName.absolute(file.getPath()) + " cannot be read: " + Reason.of(ex) + ".");
		}
	}

	// The extracted layout: the manifest lists the libraries, relative to the jar.
	private Optional<String> libraries(File jar, String libraries) {
		return Arrays.stream(libraries.strip().split("\\s+"))
			.filter((library) -> library.endsWith(".jar") && !library.contains(":"))
			.map((library) -> new File(jar.getParentFile(), library))
			.map((library) -> library.exists() ? whole(library)
					: Optional.of("The library " + PathName.absolute(library.getPath()) + " is missing."))
			.flatMap(Optional::stream)
			.findFirst();
	}

	private Optional<String> whole(File library) {
		try {
			JarIntegrity.manifest(library);
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional
				.of("The library " + PathName.absolute(library.getPath()) + " cannot be read: " + Reason.of(ex) + ".");
		}
	}

	private Optional<String> size() {
		try {
			long stack = this.posix.getrlimit(Posix.RLIMIT_STACK)[0];
			long limit = (stack < 0) ? MAX_ARGUMENTS_LIMIT
					: Math.min(MAX_ARGUMENTS_LIMIT, Math.max(MIN_ARGUMENTS_LIMIT, stack / 4));
			long size = this.image.size() + EXEC_SLACK;
			return (size <= limit) ? Optional.empty() : Optional.of("Arguments and environment take " + size
					+ " bytes, and the limit on the stack allows " + limit + ".");
		}
		catch (PosixException ex) {
			return Optional.of(ex.getMessage() + ".");
		}
	}

	// Only a run shows that the executable finds its libraries, and its cache.
	private Optional<String> executable() {
		return RequiredCache.of(this.image, this.classPath)
			.map((cache) -> trial(cache.trial(),
					"does not start with " + cache.option()
							+ ": its cache may be older than the jar or the Java runtime. "
							+ "Make the cache again, or start without that option. Its"))
			.orElseGet(() -> trial(List.of(bytes("-version")), "does not work: its"));
	}

	private Optional<String> trial(List<byte[]> arguments, String problem) {
		String executable = text(this.image.executable());
		try {
			int devNull = this.posix.open(StandardStreams.DEV_NULL, 0, OpenFlag.RDWR);
			try {
				ChildProcess trial = ChildProcess.spawn(this.posix,
						new SpawnRequest(this.image.executable(),
								Stream.concat(Stream.of(this.image.executable()), arguments.stream()).toList(),
								environment(), List.of(devNull, devNull, devNull), Set.of()));
				WaitStatus status = await(trial);
				return (status.shellStatus() == 0) ? Optional.empty() : Optional.of("The Java runtime " + executable
						+ " " + problem + " -version exited with status " + status.shellStatus() + ".");
			}
			finally {
				this.posix.close(devNull);
			}
		}
		catch (PosixException ex) {
			return Optional.of("The Java runtime " + executable + " cannot be executed: " + ex.reason() + ".");
		}
	}

	private WaitStatus await(ChildProcess trial) throws PosixException {
		try {
			trial.onExit().get(TRIAL_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException | InterruptedException | ExecutionException ex) {
			trial.killGroup();
		}
		return trial.reap();
	}

	// JVM options in the environment may name ports and files that this process has open.
	private List<byte[]> environment() {
		return this.image.environment()
			.stream()
			.filter((variable) -> JVM_VARIABLES.stream().noneMatch((name) -> text(variable).startsWith(name)))
			.toList();
	}

	private static String text(byte[] bytes) {
		return PathName.decode(bytes);
	}

	private static byte[] bytes(String text) {
		return PathName.encode(text);
	}

}
