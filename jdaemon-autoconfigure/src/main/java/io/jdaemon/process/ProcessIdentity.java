package io.jdaemon.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.posix.Credentials;

/**
 * Identifies a process, also after its process ID is reused, by its start time: see
 * starttime in proc(5). An exec changes neither.
 *
 * @param pid the process ID
 * @param startTime when the process started, in clock ticks since the system booted
 */
public record ProcessIdentity(long pid, long startTime) {

	// proc(5) counts the fields of /proc/PID/stat from 1; the first two are cut off.
	private static final int STATE = 3 - 3;

	private static final int TERMINAL = 7 - 3;

	private static final int THREADS = 20 - 3;

	private static final int FLAGS = 9 - 3;

	private static final int START_TIME = 22 - 3;

	private static final int MEMORY = 23 - 3;

	// include/linux/sched.h
	private static final long PF_KTHREAD = 0x00200000;

	/**
	 * Format processes as the value of a field.
	 * @param processes the processes
	 * @return {@code 4711:12345,4712:12399}: each process ID and start time
	 */
	public static String format(List<ProcessIdentity> processes) {
		return processes.stream()
			.map((process) -> process.pid + ":" + process.startTime)
			.collect(Collectors.joining(","));
	}

	/**
	 * Parse the value of a field.
	 * @param text the processes as {@link #format} writes them, or an empty string
	 * @return the processes
	 * @throws IllegalArgumentException if the text is not of that form
	 */
	public static List<ProcessIdentity> parse(String text) {
		return Arrays.stream(text.split(","))
			.filter((process) -> !process.isEmpty())
			.map((process) -> process.split(":", -1))
			.map((parts) -> new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1])))
			.toList();
	}

	/**
	 * The process that has a process ID now.
	 * @param pid the process ID
	 * @return the process, if it exists and has not exited
	 */
	public static Optional<ProcessIdentity> of(long pid) {
		return stat(pid).filter((stat) -> !exited(stat))
			.map((stat) -> new ProcessIdentity(pid, Long.parseLong(stat[START_TIME])));
	}

	/**
	 * The IDs of all other processes, see proc(5).
	 * @return the IDs, none if the list cannot be read
	 */
	public static List<Long> others() {
		long self = ProcessHandle.current().pid();
		try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
			return entries.map((entry) -> entry.getFileName().toString())
				.filter((name) -> name.matches("\\d{1,9}"))
				.map(Long::parseLong)
				.filter((pid) -> pid != self)
				.toList();
		}
		catch (IOException | UncheckedIOException ex) {
			return List.of();
		}
	}

	// The second field, a name, may contain spaces and parentheses.
	private static Optional<String[]> stat(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
			return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	// A zombie counts as exited: it has closed its files and only waits to be reaped.
	private static boolean exited(String[] stat) {
		return "ZXx".contains(stat[STATE]) && !threaded(stat);
	}

	private static boolean threaded(String[] stat) {
		return !stat[THREADS].equals("1");
	}

	/**
	 * Whether the process exists and has more than one thread.
	 */
	boolean threaded() {
		return stat(this.pid).filter(ProcessIdentity::threaded).isPresent();
	}

	/**
	 * Whether the first thread of the process has given up its memory, which it does
	 * before it closes its files: the process is exiting, or another thread has called
	 * execve(2). Meanwhile root owns the files of the thread in proc(5).
	 * @return whether this is so and the process has not exited
	 */
	public boolean exiting() {
		return stat(this.pid).filter((stat) -> stat[MEMORY].equals("0") && !kernelThread(stat) && !exited(stat))
			.isPresent();
	}

	// It never has memory, and no files.
	private static boolean kernelThread(String[] stat) {
		return (Long.parseLong(stat[FLAGS]) & PF_KTHREAD) != 0;
	}

	/**
	 * Whether this process still exists.
	 * @return whether it has not exited
	 */
	public boolean alive() {
		return of(this.pid).filter(this::equals).isPresent();
	}

	/**
	 * Whether the process has a controlling terminal.
	 * @return whether it has one, and has not exited
	 */
	public boolean onTerminal() {
		return stat(this.pid).filter((stat) -> !stat[TERMINAL].equals("0")).isPresent();
	}

	/**
	 * The real user and group of the process, and its supplementary groups.
	 * @return the credentials, if the process has not ended
	 */
	public Optional<Credentials> credentials() {
		return status().map((status) -> new Credentials(ids(status, "Uid:").get(0), ids(status, "Gid:").get(0),
				ids(status, "Groups:")));
	}

	/**
	 * How much memory of the process is resident.
	 * @return the memory in bytes, if the process has not ended
	 */
	public OptionalLong residentMemory() {
		return status().stream()
			.flatMap(List::stream)
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.findFirst();
	}

	private Optional<List<String>> status() {
		try {
			return Optional
				.of(Files.readAllLines(Path.of("/proc/" + this.pid + "/status"), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static List<Integer> ids(List<String> status, String field) {
		return status.stream()
			.filter((line) -> line.startsWith(field))
			.flatMap((line) -> Arrays.stream(line.substring(field.length()).strip().split("\\s+")))
			.filter((id) -> !id.isEmpty())
			.map(Integer::parseUnsignedInt)
			.toList();
	}

	/**
	 * Whether the process is stopped, by SIGSTOP or by a debugger.
	 * @return whether it does nothing until it is continued
	 */
	public boolean suspended() {
		return stat(this.pid).filter((stat) -> "Tt".contains(stat[STATE])).isPresent();
	}

}
