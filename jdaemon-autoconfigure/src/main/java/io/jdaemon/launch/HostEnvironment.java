package io.jdaemon.launch;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * How and where this process was started: facts without judgement.
 *
 * @param pid the process ID
 * @param parentPid the ID of its parent
 * @param environment the environment variables
 * @param properties the system properties
 * @param outputs the targets of the links /proc/self/fd/1 and 2: standard output and
 * error
 * @param processNamespace the target of the link /proc/self/ns/pid
 * @param rootFileSystem the type of the root file system
 * @param stack the names of the classes on the stack of the thread that starts the
 * application
 * @param fileExists whether a path exists
 * @param classPresent whether a class can be loaded
 */
public record HostEnvironment(long pid, long parentPid, Map<String, String> environment, Map<String, String> properties,
		List<String> outputs, String processNamespace, String rootFileSystem, List<String> stack,
		Predicate<String> fileExists, Predicate<String> classPresent) {

	boolean hasVariable(String name) {
		return this.environment.containsKey(name);
	}

	@Nullable String variable(String name) {
		return this.environment.get(name);
	}

	String property(String name) {
		return this.properties.getOrDefault(name, "");
	}

	List<String> classPath() {
		return List.of(property("java.class.path").split(File.pathSeparator));
	}

	boolean calledFrom(String... prefixes) {
		return this.stack.stream().anyMatch((type) -> List.of(prefixes).stream().anyMatch(type::startsWith));
	}

}
