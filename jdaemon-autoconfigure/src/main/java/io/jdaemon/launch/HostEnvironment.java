package io.jdaemon.launch;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * How and where this process was started: facts without judgement.
 *
 * @param pid the process ID
 * @param lineage this process, its parent, and so on up to process 1, as far as /proc
 * shows them
 * @param environment the environment variables
 * @param properties the system properties
 * @param standardStreams the targets of the links /proc/self/fd/0 to 2
 * @param processNamespace the target of the link /proc/self/ns/pid
 * @param rootFileSystem the type of the root file system
 * @param stack the names of the classes on the stack of the thread that starts the
 * application
 * @param fileExists whether a path exists
 * @param classPresent whether a class can be loaded
 */
public record HostEnvironment(long pid, List<ProcessFacts> lineage, Map<String, String> environment,
		Map<String, String> properties, List<String> standardStreams, String processNamespace, String rootFileSystem,
		List<String> stack, Predicate<String> fileExists, Predicate<String> classPresent) {

	// PROC_PID_INIT_INO in the kernel's include/linux/proc_ns.h
	private static final String INITIAL_PROCESS_NAMESPACE = "pid:[4026531836]";

	boolean hasVariable(String name) {
		return this.environment.containsKey(name);
	}

	@Nullable String variable(String name) {
		return this.environment.get(name);
	}

	/**
	 * The process ID in a variable.
	 * @param name the name of the variable
	 * @return the ID, if the variable is set to a number
	 */
	Optional<Long> pidIn(String name) {
		return Optional.ofNullable(variable(name)).filter((value) -> value.matches("\\d{1,10}")).map(Long::valueOf);
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

	/**
	 * Whether process 1 is systemd, see sd_booted(3).
	 * @return whether systemd has booted this system
	 */
	boolean bootedWithSystemd() {
		return this.fileExists.test("/run/systemd/system");
	}

	boolean inInitialProcessNamespace() {
		return this.processNamespace.equals(INITIAL_PROCESS_NAMESPACE);
	}

}
