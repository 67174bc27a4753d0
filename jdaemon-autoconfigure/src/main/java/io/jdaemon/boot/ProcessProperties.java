package io.jdaemon.boot;

import java.util.Optional;

/**
 * What holds for the whole process, however many applications run in it and whichever
 * class loader has loaded this class: system properties.
 */
final class ProcessProperties {

	/** Set as soon as one application has decided what the process is. */
	static final String DECIDED = "io.jdaemon.decided";

	private static final String LAUNCH_DIRECTORY = "io.jdaemon.launch-directory";

	private ProcessProperties() {
	}

	/**
	 * Claim the decision what this process is. A process is a daemon once, like its
	 * signal handlers.
	 * @return whether no application has made it yet
	 */
	static boolean claimDecision() {
		return System.getProperties().putIfAbsent(DECIDED, "true") == null;
	}

	/**
	 * Keep the directory that relative paths in settings start from. The message that
	 * contains it can be read only until the application is ready.
	 * @param directory the directory
	 */
	static void launchDirectory(String directory) {
		System.setProperty(LAUNCH_DIRECTORY, directory);
	}

	/**
	 * The directory that relative paths in settings start from.
	 * @return the directory, if it is not the working directory
	 */
	static Optional<String> launchDirectory() {
		return Optional.ofNullable(System.getProperty(LAUNCH_DIRECTORY));
	}

}
