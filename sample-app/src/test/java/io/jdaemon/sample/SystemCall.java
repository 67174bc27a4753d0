package io.jdaemon.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A system call that jdaemon makes, and the error that it fails with. The JVM makes such
 * calls, too, so only those that look like one of jdaemon's count.
 *
 * @param names its names: they differ between architectures
 * @param error the error
 * @param ours what is found in a call of jdaemon as strace(1) prints it
 */
record SystemCall(List<String> names, String error, Pattern ours) {

	/** The calls that are recognised by their name or by an argument. */
	static final List<SystemCall> OF_ANYTHING = List.of(of("EMFILE", "", "memfd_create"), of("ENOLCK", "", "flock"),
			of("EPERM", "", "close_range"), of("EMFILE", "O_CLOEXEC", "pipe2"), of("EBADF", "", "dup2", "dup3"),
			of("ENOENT", "", "chdir"), of("EAGAIN", "CLONE_SIGHAND\\b", "clone"), of("EPERM", "SIG", "kill"),
			of("ECHILD", "", "waitid"));

	/** The calls that are recognised by jdaemon's own file that they are for. */
	static final List<SystemCall> OF_FILES = List.of(of("EMFILE", "", "openat"), of("EIO", "", "statx", "newfstatat"),
			of("EIO", "", "ftruncate"), of("ENOSPC", "", "write"), of("EIO", "", "pwrite64"),
			of("EACCES", "", "rename", "renameat", "renameat2"), of("EACCES", "", "unlink", "unlinkat"),
			of("EMFILE", "", "fcntl"), of("ENOMEM", "", "execve"));

	private static SystemCall of(String error, String ours, String... names) {
		return new SystemCall(List.of(names), error, Pattern.compile(ours));
	}

	/**
	 * The options by which strace(1) traces some calls.
	 * @param calls the calls
	 * @return the options
	 */
	static List<String> traced(List<SystemCall> calls) {
		return List.of("-e", "trace=" + set(calls.stream().flatMap((call) -> call.names.stream()).toList()));
	}

	/**
	 * The options by which strace(1) lets the call fail.
	 * @param when which of the calls of a thread fail: a number, or a number with a plus
	 * sign for all from there
	 * @return the options
	 */
	List<String> failing(String when) {
		List<String> options = new ArrayList<>(traced(List.of(this)));
		options.addAll(List.of("-e", "inject=" + set(this.names) + ":error=" + this.error + ":when=" + when));
		return options;
	}

	// A name with a question mark may be unknown on this architecture.
	private static String set(List<String> names) {
		return "?" + String.join(",?", names);
	}

	@Override
	public String toString() {
		return this.names.get(0) + " " + this.error;
	}

}
