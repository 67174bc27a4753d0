package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the tests of a fleet need beyond the base system of Debian.
 */
final class FleetTools {

	private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/haproxy"), Path.of("/usr/sbin/sshd"),
			Path.of("/usr/bin/ssh"), Path.of("/usr/bin/ssh-keygen"));

	// The namespaces and the bridge of network.sh, tried out
	private static final List<String> NETWORK = List.of("unshare", "--mount", "--net", "--uts", "--ipc", "--pid",
			"--fork", "--mount-proc", "ip", "link", "add", "bridge", "type", "bridge");

	private FleetTools() {
	}

	/**
	 * Skip the test where something is missing, or fail if the environment requires it.
	 */
	static void require() throws IOException, InterruptedException {
		Optional<String> obstacle = obstacle();
		if (System.getenv("JDAEMON_REQUIRE_FLEET") != null) {
			assertThat(obstacle).as("JDAEMON_REQUIRE_FLEET is set").isEmpty();
		}
		assumeTrue(obstacle.isEmpty(), () -> "there can be no fleet here: " + obstacle.orElseThrow());
	}

	private static Optional<String> obstacle() throws IOException, InterruptedException {
		Optional<Path> missing = PROGRAMS.stream().filter((program) -> !Files.isExecutable(program)).findFirst();
		if (missing.isPresent()) {
			return Optional.of(missing.get() + " is missing");
		}
		if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
			return Optional.of("the tests do not run as root");
		}
		Process network = new ProcessBuilder(NETWORK).redirectErrorStream(true).start();
		String output = new String(network.getInputStream().readAllBytes());
		return (network.waitFor() == 0) ? Optional.empty()
				: Optional.of("the kernel refuses namespaces or a bridge: " + output.strip());
	}

}
