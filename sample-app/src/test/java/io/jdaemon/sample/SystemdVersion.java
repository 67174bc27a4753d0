package io.jdaemon.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A version of systemd that the tests can run.
 *
 * @param number its number, such as 252
 * @param overlay a directory whose usr has to lie over /usr, or none if it is installed
 */
record SystemdVersion(int number, Optional<Path> overlay) {

	/** The first version with Type=notify-reload. */
	static final int NOTIFY_RELOAD = 253;

	private static final Path INSTALLED = Path.of("/usr/lib/systemd/systemd");

	// What is needed beside an installed systemd, tried out
	private static final List<String> NAMESPACES = List.of("unshare", "--fork", "--pid", "--mount", "--uts", "--ipc",
			"--cgroup", "mount", "-t", "cgroup2", "cgroup2", "/mnt");

	/**
	 * The versions to test on: the installed one, and those that backport.sh has
	 * unpacked. The test is skipped where there is none, and fails if the environment
	 * requires one that is missing.
	 * @return the versions, at least one
	 */
	static Collection<SystemdVersion> tested() {
		Map<Integer, SystemdVersion> found = new TreeMap<>();
		Optional<String> obstacle = obstacle();
		if (obstacle.isEmpty()) {
			unpacked().forEach((version) -> found.put(version.number, version));
			SystemdVersion installed = new SystemdVersion(installedNumber(), Optional.empty());
			found.put(installed.number, installed);
		}
		String required = System.getenv("JDAEMON_REQUIRE_SYSTEMD");
		if (required != null
				&& !Arrays.stream(required.split(",")).map(Integer::valueOf).allMatch(found::containsKey)) {
			throw new IllegalStateException("JDAEMON_REQUIRE_SYSTEMD requires systemd " + required + ", found are "
					+ found.keySet() + obstacle.map((reason) -> ": " + reason).orElse(""));
		}
		Assumptions.assumeTrue(obstacle.isEmpty(), () -> "systemd cannot run here: " + obstacle.orElseThrow());
		return found.values();
	}

	/**
	 * The versions to test on, each with the JDK whose turn it is.
	 * @return the arguments of a test: a version and a JDK
	 */
	static List<Object[]> testedInTurn() {
		List<Object[]> arguments = new ArrayList<>();
		tested().forEach((version) -> arguments.add(new Object[] { version, Jdk.inTurn(arguments.size()) }));
		return arguments;
	}

	/**
	 * The newest version to test on, from a version on. Without one the test is skipped.
	 * @param oldest the oldest version that will do
	 * @return the newest version
	 */
	static SystemdVersion atLeast(int oldest) {
		Optional<SystemdVersion> newest = tested().stream()
			.filter((version) -> version.number >= oldest)
			.reduce((older, newer) -> newer);
		Assumptions.assumeTrue(newest.isPresent(),
				() -> "there is no systemd " + oldest + " or later: backport.sh unpacks one");
		return newest.orElseThrow();
	}

	boolean hasNotifyReload() {
		return this.number >= NOTIFY_RELOAD;
	}

	private static Optional<String> obstacle() {
		try {
			if (!Files.isExecutable(INSTALLED)) {
				return Optional.of(INSTALLED + " is missing");
			}
			if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
				return Optional.of("the tests do not run as root");
			}
			return (run(NAMESPACES).status() == 0) ? Optional.empty()
					: Optional.of("the kernel refuses namespaces or has no cgroup2");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<SystemdVersion> unpacked() {
		String caches = System.getenv("XDG_CACHE_HOME");
		Path directory = ((caches != null) ? Path.of(caches) : Path.of(System.getProperty("user.home"), ".cache"))
			.resolve("jdaemon/systemd");
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> versions = Files.list(directory)) {
			return versions.filter((version) -> version.getFileName().toString().matches("\\d+"))
				.map((version) -> new SystemdVersion(Integer.parseInt(version.getFileName().toString()),
						Optional.of(version)))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The first line is like "systemd 252 (252.38-1~deb12u1)".
	private static int installedNumber() {
		return Integer.parseInt(run(List.of("systemctl", "--version")).firstLine().split(" ")[1]);
	}

	private static Output run(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try (BufferedReader reader = process.inputReader()) {
				List<String> lines = reader.lines().toList();
				return new Output(process.waitFor(), lines.isEmpty() ? "" : lines.get(0));
			}
		}
		catch (IOException ex) {
			return new Output(-1, ex.getMessage());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return String.valueOf(this.number);
	}

	private record Output(int status, String firstLine) {

	}

}
