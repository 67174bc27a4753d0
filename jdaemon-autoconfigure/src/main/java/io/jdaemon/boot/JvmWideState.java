package io.jdaemon.boot;

import java.util.Optional;

/**
 * Facts about the whole process. They are system properties, so they hold for all
 * applications in the process and all class loaders that have loaded this class.
 */
final class JvmWideState {

	/** Set as soon as one application has decided on the role of the process. */
	static final String DECIDED = "io.jdaemon.decided";

	private static final String LAUNCH_DIRECTORY = "io.jdaemon.launch-directory";

	private JvmWideState() {
	}

	/**
	 * Claim the decision on the role of this process. It is made once, because the
	 * process has only one set of signal handlers.
	 * @return whether no application has claimed it yet
	 */
	static boolean claimDecision() {
		return System.getProperties().putIfAbsent(DECIDED, "true") == null;
	}

	/**
	 * Store the directory that relative paths in settings are resolved against. The
	 * inherited state that contains it can be read only until the application is ready.
	 * @param directory the directory
	 */
	static void launchDirectory(String directory) {
		System.setProperty(LAUNCH_DIRECTORY, directory);
	}

	/**
	 * The directory that relative paths in settings are resolved against.
	 * @return the directory, if it is not the working directory
	 */
	static Optional<String> launchDirectory() {
		return Optional.ofNullable(System.getProperty(LAUNCH_DIRECTORY));
	}

}
