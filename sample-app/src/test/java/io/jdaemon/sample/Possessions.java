package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * What a process has, and must not have more of after a restart.
 *
 * @param descriptors what is open, but for connections
 * @param threads how many there are of each name
 * @param children its children, zombies among them
 * @param files its temporary files
 */
record Possessions(List<String> descriptors, Map<String, Integer> threads, List<String> children, List<String> files) {

	/** For a JVM that does not start and end compiler threads as it likes. */
	static final String CONSTANT_THREADS = "-XX:-UseDynamicNumberOfCompilerThreads";

	private static final Duration QUIET = Duration.ofMillis(500);

	private static final int STATE = 3;

	private static final int INODE = 9;

	private static final int UNIX_INODE = 6;

	private static final String TCP = "tcp socket in state ";

	private static final String ESTABLISHED = "01";

	// In no table: both ends have closed the connection, which Tomcat checks once a
	// second.
	private static final String CLOSED = TCP + "07";

	private static final String LISTENING = "0A";

	// The JVM reads its memory limit there from time to time.
	private static final String CONTROL_GROUPS = "/sys/fs/cgroup/";

	/**
	 * Look until everything short-lived, such as a thread that closes something, is gone.
	 * @param process the process
	 * @param temporary its directory for temporary files
	 * @return what it has permanently
	 */
	static Possessions of(ProcFs process, Path temporary) {
		return await().pollInSameThread()
			.pollInterval(Duration.ofMillis(100))
			.during(QUIET)
			.until(() -> look(process, temporary), new Unchanged());
	}

	private static Possessions look(ProcFs process, Path temporary) {
		try (Stream<Path> files = Files.walk(temporary)) {
			Map<String, String> sockets = sockets();
			return new Possessions(
					process.descriptors()
						.values()
						.stream()
						.map((opened) -> opened.startsWith("socket:") ? sockets.getOrDefault(opened, CLOSED) : opened)
						.filter((opened) -> !opened.equals(TCP + ESTABLISHED) && !opened.startsWith(CONTROL_GROUPS))
						.map((opened) -> opened.replaceAll("\\[\\d+\\]", ""))
						.sorted()
						.toList(),
					threads(process), process.children(),
					files.map((file) -> file.getFileName().toString().replaceAll("\\d+", "N")).sorted().toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Integer> threads(ProcFs process) {
		Map<String, Integer> threads = new HashMap<>(process.threadNames());
		// A thread of the JDK's, which ends when it has waited for no process for a
		// minute
		threads.remove("process reaper");
		return threads;
	}

	// The sockets and, of TCP, their states, see proc(5) on /proc/net.
	private static Map<String, String> sockets() throws IOException {
		Map<String, String> sockets = new HashMap<>();
		for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
			for (String line : Files.readAllLines(Path.of(table))) {
				String[] fields = line.strip().split("\\s+");
				sockets.put("socket:[" + fields[INODE] + "]", TCP + fields[STATE]);
			}
		}
		for (String line : Files.readAllLines(Path.of("/proc/net/unix"))) {
			sockets.put("socket:[" + line.strip().split("\\s+")[UNIX_INODE] + "]", "unix socket");
		}
		return sockets;
	}

	// The test's own client keeps connections for as long as it likes; one that it has
	// closed ends soon, but not at once.
	private boolean hasEndingConnection() {
		return this.descriptors.stream()
			.anyMatch((opened) -> opened.startsWith(TCP) && !opened.equals(TCP + LISTENING));
	}

	/** Whether a value is the same as the one before, with nothing about to end. */
	private static final class Unchanged implements Predicate<Possessions> {

		private Possessions last;

		@Override
		public boolean test(Possessions value) {
			boolean unchanged = value.equals(this.last) && !value.hasEndingConnection();
			this.last = value;
			return unchanged;
		}

	}

}
