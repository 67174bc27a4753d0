package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * The tracer strace(1), which sees the system calls of a process and lets some of them
 * fail. It counts the calls of each thread. It sees one image only, because it detaches
 * at exec, from a child, too.
 */
final class Strace {

	private static final String NAME = "strace";

	private static final String INJECTED = "(INJECTED)";

	private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(.*");

	private final TextFile log;

	private final List<String> command;

	/**
	 * Prepare a trace.
	 * @param log the file for what it sees
	 * @param paths the files whose calls it sees, empty for all calls
	 * @param options which calls it sees and what it does to them
	 */
	Strace(Path log, List<String> paths, List<String> options) {
		this(log, List.of("-b", "execve"));
		paths.forEach((path) -> this.command.addAll(List.of("-P", path)));
		this.command.addAll(options);
	}

	private Strace(Path log, List<String> mode) {
		this.log = new TextFile(log);
		this.command = new ArrayList<>(List.of(NAME, "--quiet=all", "-f", "-o", log.toString()));
		this.command.addAll(mode);
	}

	/**
	 * Prepare a trace of all images and all children.
	 * @param log the file for what it sees
	 * @param options which calls it sees and what it does to them
	 * @return the trace
	 */
	static Strace followingExec(Path log, List<String> options) {
		Strace strace = new Strace(log, List.of("--seccomp-bpf"));
		strace.command.addAll(options);
		return strace;
	}

	/**
	 * Skip the test, or fail if the environment requires strace, where it cannot trace.
	 */
	static void assumeAvailable() {
		boolean available = traces();
		if (System.getenv("JDAEMON_REQUIRE_STRACE") != null && !available) {
			throw new IllegalStateException(
					"JDAEMON_REQUIRE_STRACE requires strace(1): it is missing or may not trace");
		}
		Assumptions.assumeTrue(available, "strace(1) is missing or may not trace");
	}

	private static boolean traces() {
		try {
			return new ProcessBuilder(NAME, "-qqq", "-f", "-e", "inject=?memfd_create:error=ENOSYS", "true")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The script by which a command is traced from its beginning; it stays the child of
	 * its parent.
	 * @return a script for sh(1), which finds the command in {@code "$@"}
	 */
	String script() {
		return "exec '" + String.join("' '", this.command) + "' -D \"$@\"";
	}

	/**
	 * Trace a process that runs. It is stopped until the tracer is there.
	 * @param process the process
	 * @return the tracer, to be ended
	 */
	Process attach(ProcFs process) {
		Signal.STOP.send(process.pid());
		try {
			List<String> attached = new ArrayList<>(this.command);
			attached.addAll(List.of("-p", String.valueOf(process.pid())));
			Process tracer = new ProcessBuilder(attached).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			patiently().until(() -> !process.alive() || !tracer.isAlive() || process.traced());
			return tracer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			Signal.CONT.send(process.pid());
		}
	}

	/**
	 * Which calls of a thread are jdaemon's.
	 * @param call the call
	 * @return their numbers, counted from 1 among all such calls of the thread
	 */
	SortedSet<Integer> numbers(SystemCall call) {
		Map<String, Integer> counts = new HashMap<>();
		SortedSet<Integer> numbers = new TreeSet<>();
		this.log.text().lines().map(CALL::matcher).filter(Matcher::matches).forEach((line) -> {
			if (call.names().contains(line.group(2))) {
				int number = counts.merge(line.group(1) + line.group(2), 1, Integer::sum);
				if (call.ours().matcher(line.group()).find()) {
					numbers.add(number);
				}
			}
		});
		return numbers;
	}

	/**
	 * The calls that have failed.
	 * @return the lines of the log
	 */
	List<String> failed() {
		return this.log.text().lines().filter((line) -> line.contains(INJECTED)).toList();
	}

}
