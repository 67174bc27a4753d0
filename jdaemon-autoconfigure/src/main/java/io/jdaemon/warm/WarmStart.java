package io.jdaemon.warm;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.WarmSettings;

/**
 * Starts the application with the cache that fits it, if there is one. It never makes a
 * start fail: what does not fit is left out.
 */
public final class WarmStart {

	private final WarmSettings settings;

	private final int user;

	private final Path javaHome;

	private final int feature;

	/**
	 * Create the warm start of an application.
	 * @param settings the settings
	 * @param user the ID of the user that the application runs as
	 */
	public WarmStart(WarmSettings settings, int user) {
		this(settings, user, Path.of(System.getProperty("java.home")), Runtime.version().feature());
	}

	WarmStart(WarmSettings settings, int user, Path javaHome, int feature) {
		this.settings = settings;
		this.user = user;
		this.javaHome = javaHome;
		this.feature = feature;
	}

	/**
	 * The image to start.
	 * @param typed what the operator typed
	 * @param state what to pass on to the image
	 * @return the image with its cache, or as it was typed
	 */
	public ProcessImage image(ProcessImage typed, InheritedState state) {
		if (this.settings.on()) {
			try {
				WarmVersion version = complete(typed);
				return WarmImage.of(typed, typed.jarAt().orElseThrow(), PathName.encode(version.jarPath()),
						version.options(), state);
			}
			catch (ColdStartException ex) {
				// The image that is started reports the reason; see coldReason.
			}
		}
		return typed.withInheritedState(state);
	}

	/**
	 * The image to rehearse.
	 * @param typed what the operator typed
	 * @return the image with its cache, or as it was typed
	 */
	public ProcessImage image(ProcessImage typed) {
		if (this.settings.on()) {
			try {
				WarmVersion version = complete(typed);
				return WarmImage.of(typed, typed.jarAt().orElseThrow(), PathName.encode(version.jarPath()),
						version.options());
			}
			catch (ColdStartException ex) {
				// Without it, only the rehearsal takes longer.
			}
		}
		return typed;
	}

	/**
	 * Why a start is cold.
	 * @param typed what the operator typed
	 * @return the reason, a sentence; empty if it is warm, or is not meant to be
	 */
	public Optional<String> coldReason(ProcessImage typed) {
		if (this.settings.on()) {
			try {
				complete(typed);
			}
			catch (ColdStartException ex) {
				return Optional.of(ex.reason());
			}
		}
		return Optional.empty();
	}

	private WarmVersion complete(ProcessImage typed) throws ColdStartException {
		try {
			WarmVersion version = version(TypedCommand.of(typed));
			version.requireComplete();
			return version;
		}
		catch (RuntimeException ex) {
			// Whatever is wrong with the cache, the start does not need it.
			throw new ColdStartException("The cache cannot be used: " + Reason.of(ex) + ".");
		}
	}

	/**
	 * Begin to make the cache for a command line.
	 * @param typed what the operator typed
	 * @return the training
	 * @throws ColdStartException if there can be no cache
	 */
	public Training train(Posix posix, ProcessImage typed) throws ColdStartException {
		TypedCommand command = TypedCommand.of(typed);
		directory(command).create();
		return Training.begin(posix, version(command), command);
	}

	private WarmVersion version(TypedCommand command) throws ColdStartException {
		WarmDirectory directory = directory(command);
		directory.requirePrivate();
		return WarmVersion.of(directory, command, jvm());
	}

	private WarmDirectory directory(TypedCommand command) throws ColdStartException {
		String path = PathName.absolute(PathName.decode(command.image().workingDirectory()), this.settings.directory());
		requireUsable(path);
		return new WarmDirectory(path, this.user);
	}

	// The typed path of the jar may be relative, and that of the extracted jar is not.
	private static void requireUsable(String path) throws ColdStartException {
		byte[] bytes = PathName.encode(path);
		Charset platform = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
		for (Charset charset : List.of(platform, StandardCharsets.UTF_8)) {
			if (!Arrays.equals(new String(bytes, charset).getBytes(charset), bytes)) {
				throw new ColdStartException("The current locale cannot encode the path of the directory " + path
						+ " (jdaemon.warm-start-directory).");
			}
		}
		if (path.contains(":")) {
			throw new ColdStartException("The path of the directory " + path
					+ " (jdaemon.warm-start-directory) contains a colon, which separates paths.");
		}
	}

	private JvmBuild jvm() throws ColdStartException {
		try {
			return JvmBuild.read(this.javaHome, this.feature);
		}
		catch (IOException ex) {
			throw new ColdStartException("The Java runtime cannot be read: " + Reason.of(ex) + ".");
		}
	}

}
