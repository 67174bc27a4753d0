package io.jdaemon.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.jdaemon.posix.Posix;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.PublishedStatus;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an instance as it publishes them, for a command that cannot read the
 * configuration of the application.
 */
public final class PublishedSettings {

	private static final String NAME_ONE = "Name the PID file of one with --jdaemon.pid-file.";

	private PublishedSettings() {
	}

	/**
	 * The absolute class path of this process.
	 * @return the class path that identifies the application
	 */
	static String jar() {
		return InstanceFacts.absolute(System.getProperty("java.class.path", ""), directory());
	}

	private static String directory() {
		return System.getProperty("user.dir", "/");
	}

	/**
	 * Find the instance: the one that runs the same jar from the same directory, or that
	 * has the PID file that the operator has named.
	 * @param given the settings that are known without the configuration
	 * @param named whether the operator has named the PID file
	 * @param problem what is wrong in the configuration, in case nothing is found
	 * @return the settings with what the instance publishes
	 * @throws StartException if no instance is found, or several
	 */
	public static Settings find(Settings given, boolean named, StartException problem) throws StartException {
		return find(given, named, problem, jar(), directory(), PublishedStatus.all(PosixLoader.once(Posix::load)));
	}

	static Settings find(Settings given, boolean named, StartException problem, String jar, String directory,
			List<PublishedStatus> published) throws StartException {
		Set<ProcessIdentity> predecessors = published.stream()
			.map(PublishedSettings::facts)
			.flatMap((facts) -> (facts != null) ? facts.predecessors().stream() : null)
			.collect(Collectors.toSet());
		String pidFile = absolute(given.pidFile());
		List<PublishedStatus> found = published.stream()
			.filter((candidate) -> !predecessors.contains(candidate.process()))
			.filter((candidate) -> {
				InstanceFacts facts = facts(candidate);
				return facts != null && (named ? pidFile.equals(facts.pidFile())
						: facts.jar().equals(jar) && facts.directory().equals(directory));
			})
			.toList();
		if (found.size() == 1) {
			return settings(given, found.get(0), problem);
		}
		if (named) {
			return given;
		}
		if (found.isEmpty()) {
			throw problem;
		}
		throw new StartException(ExitStatus.WRONG_SETTING,
				problem.getMessage() + " Several processes run from here: "
						+ found.stream().map(MissingInstance::describe).collect(Collectors.joining("; ")) + ".",
				NAME_ONE);
	}

	private static Settings settings(Settings given, PublishedStatus found, StartException problem)
			throws StartException {
		InstanceFacts facts = facts(found);
		if (facts == null || facts.pidFile() == null) {
			throw new StartException(ExitStatus.WRONG_SETTING,
					problem.getMessage() + " A command needs a PID file, and " + MissingInstance.describe(found) + ".",
					"Send it a signal: kill " + found.process().pid() + " stops it.");
		}
		return given.as(facts.name(), facts.pidFile(), facts.startupTimeout(), facts.stopTimeout());
	}

	private static @Nullable InstanceFacts facts(PublishedStatus published) {
		return published.status().facts();
	}

	private static String absolute(@Nullable String path) {
		return (path != null) ? Path.of(path).toAbsolutePath().normalize().toString() : "";
	}

}
