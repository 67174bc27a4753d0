package io.jdaemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.jdaemon.posix.Credentials;

/**
 * A process, told from all that have or will have the same number: see starttime in
 * proc(5). It stays the same over exec.
 *
 * @param pid its number
 * @param startTime when it was started, in clock ticks after the system
 */
public record ProcessIdentity(long pid, long startTime) {

	// The fields of /proc/PID/stat are counted from 1, and the first two are cut off.
	private static final int STATE = 3 - 3;

	private static final int THREADS = 20 - 3;

	private static final int START_TIME = 22 - 3;

	private static final int MEMORY = 23 - 3;

	/**
	 * The process that has a number now.
	 * @param pid the number
	 * @return the process, if there is one that has not ended
	 */
	public static Optional<ProcessIdentity> of(long pid) {
		return stat(pid).filter((stat) -> !ended(stat))
			.map((stat) -> new ProcessIdentity(pid, Long.parseLong(stat[START_TIME])));
	}

	// A name, the second field, may contain anything.
	private static Optional<String[]> stat(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
			return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	// A zombie has closed its files, and only its parent still sees it.
	private static boolean ended(String[] stat) {
		return "ZXx".contains(stat[STATE]) && !threaded(stat);
	}

	private static boolean threaded(String[] stat) {
		return !stat[THREADS].equals("1");
	}

	/**
	 * Whether the process has more threads than its first.
	 * @return whether it has, so long as it is there
	 */
	boolean threaded() {
		return stat(this.pid).filter(ProcessIdentity::threaded).isPresent();
	}

	/**
	 * Whether the first thread of the process has given up its memory, which it does
	 * before it closes its files: the process is ending, or another thread runs
	 * execve(2). To proc(5) the files of such a thread are root's.
	 * @return whether it has, and the process has not ended; a kernel thread never had
	 * any memory
	 */
	public boolean exiting() {
		return stat(this.pid).filter((stat) -> stat[MEMORY].equals("0") && !ended(stat)).isPresent();
	}

	/**
	 * Whether the process is there.
	 * @return whether it has not ended
	 */
	public boolean alive() {
		return of(this.pid).filter(this::equals).isPresent();
	}

	/**
	 * The real user and group of the process, and its supplementary groups.
	 * @return the credentials, if the process has not ended
	 */
	public Optional<Credentials> credentials() {
		try {
			List<String> status = Files.readAllLines(Path.of("/proc/" + this.pid + "/status"),
					StandardCharsets.ISO_8859_1);
			return Optional
				.of(new Credentials(ids(status, "Uid:").get(0), ids(status, "Gid:").get(0), ids(status, "Groups:")));
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
	 * Whether the process is stopped: SIGSTOP, or a debugger.
	 * @return whether it does nothing until it is continued
	 */
	public boolean suspended() {
		return stat(this.pid).filter((stat) -> "Tt".contains(stat[STATE])).isPresent();
	}

}
