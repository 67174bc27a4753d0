package io.jdaemon.command;

import java.util.stream.Collectors;

import io.jdaemon.posix.PathName;
import io.jdaemon.settings.Settings;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.PublishedStatus;
import org.jspecify.annotations.Nullable;

/**
 * Describes where a command has looked for an instance that it has not found, and which
 * processes run the same jar all the same.
 */
final class MissingInstance {

	private static final String PROPERTY = "jdaemon.pid-file";

	// Of a jar that serves many instances, each with a PID file of its own
	private static final int MOST_OTHERS = 5;

	private MissingInstance() {
	}

	/**
	 * Say that no process holds the PID file.
	 * @param settings the settings
	 * @param instance the instance
	 * @return a sentence
	 */
	static String sentence(Settings settings, Instance instance) {
		return settings.name() + " is not running: no process holds the PID file " + absolute(settings.pidFile()) + " ("
				+ origin(settings) + ")" + others(instance);
	}

	/**
	 * Where the path of the PID file comes from.
	 * @param settings the settings
	 * @return the property and its origin
	 */
	static String origin(Settings settings) {
		String described = settings.origins().describe(PROPERTY);
		return described.equals(PROPERTY) ? "the default of " + PROPERTY : described;
	}

	/**
	 * The processes that run the same jar.
	 * @param instance the instance
	 * @return the end of a sentence, or an empty string if there are none
	 */
	static String others(Instance instance) {
		return instance.published()
			.stream()
			.filter((other) -> other.status().facts() != null && other.status().facts().jar().equals(instance.jar()))
			.limit(MOST_OTHERS)
			.map((other) -> "; " + describe(other))
			.collect(Collectors.joining());
	}

	/**
	 * A process that runs an application.
	 * @param found the process
	 * @return its process ID, its directory and its PID file
	 */
	static String describe(PublishedStatus found) {
		InstanceFacts facts = found.status().facts();
		String pid = "process " + found.process().pid() + " runs the same jar";
		return (facts == null) ? pid : pid + " from the directory " + facts.directory()
				+ ((facts.pidFile() != null) ? ", PID file " + facts.pidFile() : ", without a PID file");
	}

	private static String absolute(@Nullable String path) {
		return (path != null) ? PathName.absolute(path) : "";
	}

}
