package io.jdaemon.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jdaemon.launch.HostEnvironment;

import org.springframework.core.SpringProperties;
import org.springframework.util.ClassUtils;

/**
 * Reads the {@link HostEnvironment} of this process.
 */
final class HostEnvironmentReader {

	private HostEnvironmentReader() {
	}

	static HostEnvironment read() {
		ProcessHandle self = ProcessHandle.current();
		Map<String, String> properties = new HashMap<>();
		System.getProperties().stringPropertyNames().forEach((name) -> properties.put(name, System.getProperty(name)));
		// May also be set in the file spring.properties
		String exit = SpringProperties.getProperty("spring.context.exit");
		if (exit != null) {
			properties.put("spring.context.exit", exit);
		}
		return new HostEnvironment(self.pid(), self.parent().map(ProcessHandle::pid).orElse(0L), System.getenv(),
				properties, List.of(link("/proc/self/fd/1"), link("/proc/self/fd/2")), link("/proc/self/ns/pid"),
				rootFileSystem(), stack(), (path) -> Files.exists(Path.of(path)),
				(type) -> ClassUtils.isPresent(type, HostEnvironmentReader.class.getClassLoader()));
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
