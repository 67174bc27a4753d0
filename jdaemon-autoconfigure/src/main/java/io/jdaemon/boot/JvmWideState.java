package io.jdaemon.boot;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.jdaemon.rehearsal.RehearsedProcess;
import org.jspecify.annotations.Nullable;

/**
 * Facts about the whole process. They are system properties, so they hold for all
 * applications in the process and all class loaders that have loaded this class. Each
 * names this process, so that a JVM that was started with a copy of the properties does
 * not take them for its own.
 */
final class JvmWideState {

	/** Set as soon as one application has decided on the role of the process. */
	static final String DECIDED = "io.jdaemon.decided";

	static final String LAUNCH_DIRECTORY = "io.jdaemon.launch-directory";

	private static final String PROCESS = ProcessHandle.current().pid() + ":";

	// An object is no property: a program that lists the properties expects text.
	private static final AtomicReference<@Nullable ServingProcess> SERVING = new AtomicReference<>();

	private static final AtomicReference<@Nullable RehearsedProcess> REHEARSED = new AtomicReference<>();

	private JvmWideState() {
	}

	/**
	 * Claim the decision on the role of this process. It is made once, because the
	 * process has only one set of signal handlers.
	 * @return whether no application has claimed it yet
	 */
	static boolean claimDecision() {
		return !PROCESS.equals(System.getProperties().put(DECIDED, PROCESS));
	}

	/**
	 * Store what serves an application in this process, for the next application in it.
	 * @param process the process
	 */
	static void serving(ServingProcess process) {
		SERVING.set(process);
	}

	/**
	 * What serves an application in this process.
	 * @return the process, unless jdaemon is off in it
	 */
	static Optional<ServingProcess> serving() {
		return Optional.ofNullable(SERVING.get());
	}

	/**
	 * Store that this process is a rehearsal.
	 * @param process the process
	 */
	static void rehearsed(RehearsedProcess process) {
		REHEARSED.set(process);
	}

	/**
	 * This process as a rehearsal.
	 * @return the process, if it is one
	 */
	static Optional<RehearsedProcess> rehearsed() {
		return Optional.ofNullable(REHEARSED.get());
	}

	/**
	 * Store the directory that relative paths in settings are resolved against. The
	 * inherited state that contains it can be read only until the application is ready.
	 * @param directory the directory
	 */
	static void launchDirectory(String directory) {
		System.setProperty(LAUNCH_DIRECTORY, PROCESS + directory);
	}

	/**
	 * The directory that relative paths in settings are resolved against.
	 * @return the directory, if it is not the working directory
	 */
	static Optional<String> launchDirectory() {
		return Optional.ofNullable(System.getProperty(LAUNCH_DIRECTORY))
			.filter((value) -> value.startsWith(PROCESS))
			.map((value) -> value.substring(PROCESS.length()));
	}

}
