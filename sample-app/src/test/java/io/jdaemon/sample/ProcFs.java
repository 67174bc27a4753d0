package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel reports about a process, see proc(5). Text is read byte for byte, as
 * ISO 8859-1.
 *
 * @param pid the process
 */
public record ProcFs(long pid) {

	private static final Path PROC = Path.of("/proc");

	// The fields of /proc/PID/stat are counted from 1, and the first two are cut off.
	private static final int STAT_OFFSET = 3;

	/**
	 * The processes that meet a condition.
	 * @param condition the condition
	 * @return the living ones, without zombies
	 */
	static List<ProcFs> find(Predicate<ProcFs> condition) {
		try (Stream<Path> directories = Files.list(PROC)) {
			return directories.map(Path::getFileName)
				.map(Path::toString)
				.filter((name) -> name.matches("\\d+"))
				.map((name) -> new ProcFs(Long.parseLong(name)))
				.filter((process) -> process.alive() && condition.test(process))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Path file(String name) {
		return PROC.resolve(this.pid + "/" + name);
	}

	String text(String name) {
		try {
			return Files.readString(file(name), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String textIfAlive(String name) {
		try {
			return text(name);
		}
		catch (UncheckedIOException ex) {
			return "";
		}
	}

	public boolean alive() {
		String stat = textIfAlive("stat");
		// While a thread other than the first is in exec, the first is a zombie.
		return !stat.isEmpty() && (!"ZX".contains(field(stat, 3)) || Integer.parseInt(field(stat, 20)) > 1);
	}

	private String stat(int field) {
		return field(text("stat"), field);
	}

	private static String field(String stat, int field) {
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field - STAT_OFFSET];
	}

	long parent() {
		return Long.parseLong(stat(4));
	}

	long processGroup() {
		return Long.parseLong(stat(5));
	}

	long session() {
		return Long.parseLong(stat(6));
	}

	int terminal() {
		return Integer.parseInt(stat(7));
	}

	int threads() {
		return Integer.parseInt(stat(20));
	}

	String startTime() {
		return stat(22);
	}

	/**
	 * A field of the status of the process's first thread.
	 * @param field its name, such as SigIgn
	 * @return its value
	 */
	String status(String field) {
		return text("task/" + this.pid + "/status").lines()
			.filter((line) -> line.startsWith(field + ":"))
			.map((line) -> line.substring(field.length() + 1).strip())
			.findFirst()
			.orElseThrow();
	}

	boolean inMask(String field, Signal signal) {
		return (Long.parseUnsignedLong(status(field), 16) >> (signal.number() - 1) & 1) == 1;
	}

	/**
	 * Whether another process traces this one, see ptrace(2).
	 * @return whether it does
	 */
	boolean traced() {
		return !status("TracerPid").equals("0");
	}

	/**
	 * Whether the process runs a program.
	 * @param program the path of its file, without links
	 * @return whether it does
	 */
	boolean runs(Path program) {
		return linkIfAlive("exe").equals(program.toString());
	}

	/**
	 * Whether the process has a file open and locked, see flock(2).
	 * @param file the file
	 * @return whether the lock is held by a descriptor of this process
	 */
	boolean locks(Path file) {
		return descriptors().entrySet()
			.stream()
			.filter((descriptor) -> descriptor.getValue().equals(file.toString()))
			.anyMatch((descriptor) -> textIfAlive("fdinfo/" + descriptor.getKey()).contains("FLOCK"));
	}

	List<String> commandLine() {
		return List.of(text("cmdline").split("\0", -1));
	}

	public List<String> environment() {
		return List.of(textIfAlive("environ").split("\0"));
	}

	String link(String name) {
		try {
			return Files.readSymbolicLink(file(name)).toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The target of a link.
	 * @param name the name of the link
	 * @return its target, empty if the process has ended
	 */
	String linkIfAlive(String name) {
		try {
			return link(name);
		}
		catch (UncheckedIOException ex) {
			return "";
		}
	}

	/**
	 * The ID of the process in its own namespace.
	 * @return the ID, or 0 if the process has ended
	 */
	public long pidInNamespace() {
		return textIfAlive("status").lines()
			.filter((line) -> line.startsWith("NSpid:"))
			.map((line) -> line.substring(line.lastIndexOf('\t') + 1))
			.mapToLong(Long::parseLong)
			.findFirst()
			.orElse(0);
	}

	public Map<Integer, String> descriptors() {
		Map<Integer, String> descriptors = new TreeMap<>();
		for (String name : file("fd").toFile().list()) {
			try {
				descriptors.put(Integer.valueOf(name), link("fd/" + name));
			}
			catch (UncheckedIOException ex) {
				// closed in the meantime
			}
		}
		return descriptors;
	}

	/**
	 * The children of the process, zombies among them.
	 * @return the name and state of each
	 */
	List<String> children() {
		try (Stream<Path> tasks = Files.list(file("task"))) {
			return tasks.map((task) -> textIfAlive("task/" + task.getFileName() + "/children"))
				.flatMap((children) -> Arrays.stream(children.strip().split(" ")))
				.filter((child) -> !child.isEmpty())
				.map((child) -> new ProcFs(Long.parseLong(child)).textIfAlive("stat"))
				.filter((stat) -> !stat.isEmpty())
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The nice values of its threads, see sched(7).
	 * @return the different values
	 */
	Set<Integer> niceness() {
		try (Stream<Path> tasks = Files.list(file("task"))) {
			return tasks.map((task) -> textIfAlive("task/" + task.getFileName() + "/stat"))
				.filter((stat) -> !stat.isEmpty())
				.map((stat) -> Integer.valueOf(field(stat, 19)))
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The names of the threads, and how many have each name.
	 * @return the names without their numbers
	 */
	Map<String, Integer> threadNames() {
		Map<String, Integer> names = new HashMap<>();
		try (Stream<Path> tasks = Files.list(file("task"))) {
			tasks.map((task) -> textIfAlive("task/" + task.getFileName() + "/comm").strip().replaceAll("\\d+", "N"))
				.forEach((name) -> names.merge(name, 1, Integer::sum));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return names;
	}

}
