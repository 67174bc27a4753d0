package io.jdaemon.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jdaemon.Mode;

/**
 * A host environment in which an application detaches, to be varied.
 */
final class TestHostEnvironment {

	long pid = 300;

	long parentPid = 200;

	String processNamespace = "pid:[4026531836]";

	String rootFileSystem = "ext4";

	final Map<String, String> environment = new HashMap<>(Map.of("INVOCATION_ID", "0123456789abcdef"));

	final Map<String, String> properties = new HashMap<>(
			Map.of("os.name", "Linux", "path.separator", ":", "java.class.path", "/srv/orders.jar"));

	final List<String> outputs = new ArrayList<>(List.of("/dev/pts/1", "/dev/pts/1"));

	final List<String> stack = new ArrayList<>(
			List.of("org.springframework.boot.SpringApplication", "com.example.Orders"));

	final Set<String> files = new HashSet<>(Set.of("/srv/orders.jar", "orders.jar"));

	final Set<String> classes = new HashSet<>();

	ForegroundReason.Decision decide(Mode mode) {
		return ForegroundReason.decide(mode,
				new HostEnvironment(this.pid, this.parentPid, this.environment, this.properties, this.outputs,
						this.processNamespace, this.rootFileSystem, this.stack, this.files::contains,
						this.classes::contains));
	}

}
