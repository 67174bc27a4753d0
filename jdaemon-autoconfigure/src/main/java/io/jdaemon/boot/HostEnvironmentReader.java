package io.jdaemon.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jdaemon.launch.HostEnvironment;
import io.jdaemon.launch.ProcessFacts;

import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;

/**
 * Reads the {@link HostEnvironment} of this process.
 */
final class HostEnvironmentReader {

	private HostEnvironmentReader() {
	}

	static HostEnvironment read() {
		Map<String, String> properties = new HashMap<>();
		System.getProperties().stringPropertyNames().forEach((name) -> properties.put(name, System.getProperty(name)));
		// May also be set in the file spring.properties
		String exit = SpringProperties.getProperty("spring.context.exit");
		if (exit != null) {
			properties.put("spring.context.exit", exit);
		}
		return new HostEnvironment(ProcessHandle.current().pid(), lineage(), System.getenv(), properties,
				List.of(link("/proc/self/fd/0"), link("/proc/self/fd/1"), link("/proc/self/fd/2")),
				link("/proc/self/ns/pid"), rootFileSystem(), stack(), (path) -> Files.exists(Path.of(path)),
				(type) -> ClassUtils.isPresent(type, HostEnvironmentReader.class.getClassLoader()));
	}

	// A parent may exit while its files are read; then another one adopts the child.
	private static List<ProcessFacts> lineage() {
		List<ProcessFacts> lineage = climb();
		return complete(lineage) ? lineage : climb();
	}

	private static boolean complete(List<ProcessFacts> lineage) {
		return lineage.isEmpty() || lineage.get(lineage.size() - 1).parent() == 0;
	}

	private static List<ProcessFacts> climb() {
		List<ProcessFacts> lineage = new ArrayList<>();
		Optional<ProcessFacts> next = facts("self");
		while (next.isPresent()) {
			lineage.add(next.get());
			next = facts(String.valueOf(next.get().parent()));
		}
		return lineage;
	}

	private static Optional<ProcessFacts> facts(String process) {
		try {
			return Optional
				.of(ProcessFacts.parse(text("/proc/" + process + "/stat"), text("/proc/" + process + "/cgroup")));
		}
		catch (IOException ex) {
			// Not Linux, no such process, or one that this user may not see
			return Optional.empty();
		}
	}

	private static String text(String path) throws IOException {
		return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
	}

	static String link(String path) {
		try {
			return Files.readSymbolicLink(Path.of(path)).toString();
		}
		catch (IOException ex) {
			// Not Linux, or no such link
			return "";
		}
	}

	private static String rootFileSystem() {
		try {
			return Files.getFileStore(Path.of("/")).type();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static List<String> stack() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.map(StackWalker.StackFrame::getClassName).distinct().toList());
	}

}
