package io.jdaemon.launch;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What proc(5) shows of a process to every user.
 *
 * @param pid the process ID
 * @param name the first 15 bytes of the name of its program
 * @param parent the ID of its parent, 0 if it has none
 * @param group the process group
 * @param session the session, which has the ID of the process that created it
 * @param onTerminal whether it has a controlling terminal
 * @param unit the innermost service or scope of systemd that it belongs to, such as
 * {@code orders.service}, or an empty string
 */
public record ProcessFacts(long pid, String name, long parent, long group, long session, boolean onTerminal,
		String unit) {

	// proc(5) counts the fields of /proc/PID/stat from 1; the first two are cut off.
	private static final int PARENT = 4 - 3;

	private static final int GROUP = 5 - 3;

	private static final int SESSION = 6 - 3;

	private static final int TERMINAL = 7 - 3;

	/**
	 * Parse the files of a process.
	 * @param stat the content of /proc/PID/stat
	 * @param controlGroups the content of /proc/PID/cgroup
	 * @return the facts
	 */
	public static ProcessFacts parse(String stat, String controlGroups) {
		// A name may contain spaces and parentheses.
		int open = stat.indexOf('(');
		int close = stat.lastIndexOf(')');
		String[] fields = stat.substring(close + 2).split(" ");
		return new ProcessFacts(Long.parseLong(stat.substring(0, open).strip()), stat.substring(open + 1, close),
				Long.parseLong(fields[PARENT]), Long.parseLong(fields[GROUP]), Long.parseLong(fields[SESSION]),
				!fields[TERMINAL].equals("0"), unit(controlGroups));
	}

	// systemd uses the hierarchy 0 of version 2, or one of its own; the other shows the
	// root, if it is there. A service may have groups of its own below its unit.
	private static String unit(String controlGroups) {
		return controlGroups.lines()
			.filter((line) -> line.startsWith("0::") || line.contains(":name=systemd:"))
			.flatMap((line) -> innermostUnit(line.substring(line.indexOf('/') + 1)))
			.findFirst()
			.orElse("");
	}

	private static Stream<String> innermostUnit(String path) {
		return Arrays.stream(path.split("/"))
			.filter((group) -> group.endsWith(".service") || group.endsWith(".scope"))
			.reduce((outer, inner) -> inner)
			.stream();
	}

	/**
	 * Whether this process is a shell that has started a child as a job of its own, which
	 * only an interactive shell does: within its session on its terminal, and in another
	 * process group.
	 * @param child the child
	 * @return whether the child, or what it was before it called execve(2), is a job
	 */
	boolean hasJob(ProcessFacts child) {
		return child.onTerminal && child.session == this.session && child.group != this.group;
	}

	boolean leadsSession() {
		return this.session == this.pid;
	}

}
