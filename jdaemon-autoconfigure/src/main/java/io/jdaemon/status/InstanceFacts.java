package io.jdaemon.status;

import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.jdaemon.posix.PathName;
import io.jdaemon.process.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What a command needs to find the instance and to act on it where it cannot read the
 * application's configuration.
 *
 * @param name the name of the application
 * @param jar the class path as started, absolute
 * @param directory the working directory of the launcher
 * @param pidFile the PID file, absolute, or {@code null} if there is none
 * @param startupTimeout how long the application may take to be ready
 * @param stopTimeout how long the application may take to close
 * @param predecessors the processes that had the PID file before this one, and that may
 * still be draining, the last one first
 */
public record InstanceFacts(String name, String jar, String directory, @Nullable String pidFile,
		Duration startupTimeout, Duration stopTimeout, List<ProcessIdentity> predecessors) {

	/**
	 * Make the entries of a class path absolute.
	 * @param classPath the entries, as in {@code java.class.path}
	 * @param directory the directory that they are relative to
	 * @return the same entries, without "." and ".."
	 */
	public static String absolute(String classPath, String directory) {
		return Arrays.stream(classPath.split(File.pathSeparator))
			.map((entry) -> PathName.absolute(directory, entry))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * The predecessors that have not ended.
	 * @return the processes that are still draining
	 */
	public List<ProcessIdentity> draining() {
		return this.predecessors.stream().filter(ProcessIdentity::alive).toList();
	}

}
