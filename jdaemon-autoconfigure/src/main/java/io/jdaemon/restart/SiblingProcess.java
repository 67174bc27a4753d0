package io.jdaemon.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.posix.WaitStatus;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.Deadline;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.shutdown.DaemonThreads;

/**
 * A successor that is a child of systemd from the start, as this process is: setsid(1)
 * has started it and ended. As the child of this process it would be an alien for systemd
 * when it becomes the main process, and stays one: systemd does not wait for the end of
 * such a process, so {@code systemctl stop} would kill it with SIGKILL at once.
 */
final class SiblingProcess implements SuccessorProcess {

	private static final Duration PAUSE = Duration.ofMillis(20);

	// Milliseconds, unless the machine is very busy
	private static final Duration LONGEST_EXEC = Duration.ofSeconds(10);

	private static final int SIGKILL = 9;

	private static final int SIGTERM = 15;

	private static final String SETSID = "setsid";

	private final Posix posix;

	private final ProcessIdentity process;

	private SiblingProcess(Posix posix, ProcessIdentity process) {
		this.posix = posix;
		this.process = process;
	}

	/**
	 * Find setsid(1).
	 * @param path the directories to look in, separated by colons
	 * @return its absolute path, if it is installed
	 */
	static Optional<Path> setsid(String path) {
		return Arrays.stream((path + ":/usr/bin:/bin").split(":"))
			.filter((directory) -> directory.startsWith("/"))
			.map((directory) -> Path.of(directory, SETSID))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Start a process.
	 * @param request the program to start
	 * @param state what is passed on to it, by which it is found
	 * @param setsid the path of setsid(1)
	 * @return the process
	 * @throws IOException if it cannot be started, or ends at once
	 */
	static SiblingProcess spawn(Posix posix, SpawnRequest request, InheritedState state, Path setsid)
			throws IOException {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(bytes(SETSID));
		arguments.add(bytes("--fork"));
		arguments.add(program(request));
		arguments.addAll(request.arguments().subList(1, request.arguments().size()));
		WaitStatus status = ChildProcess
			.spawn(posix,
					new SpawnRequest(bytes(setsid.toString()), List.copyOf(arguments), request.environment(),
							request.descriptors(), request.heldSignals()))
			.reap();
		if (status.shellStatus() != 0) {
			throw new IOException(setsid + " exited with status " + status.shellStatus());
		}
		return new SiblingProcess(posix,
				await(state.toVariable()).orElseThrow(() -> new IOException("the new process ended at once")));
	}

	// setsid(1) finds the program by the first argument that the program gets. If that is
	// not the path of the program, the program gets its path in place of it.
	private static byte[] program(SpawnRequest request) throws IOException {
		byte[] name = request.arguments().get(0);
		Path path = PathName.path(PathName.decode(name));
		return name.length > 0 && name[0] == '/' && Files.exists(path)
				&& Files.isSameFile(path, PathName.path(PathName.decode(request.executable()))) ? name
						: request.executable();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	// In the middle of execve(2) a process shows no environment.
	private static Optional<ProcessIdentity> await(String variable) {
		Deadline deadline = Deadline.after(LONGEST_EXEC);
		Optional<ProcessIdentity> found = find(variable);
		while (found.isEmpty() && deadline.remainingNanos() > 0) {
			DaemonThreads.sleep(PAUSE);
			found = find(variable);
		}
		return found;
	}

	// It alone has its ready pipe in its environment, and has started nothing yet.
	private static Optional<ProcessIdentity> find(String variable) {
		return ProcessIdentity.others()
			.stream()
			.filter((pid) -> hasVariable(pid, variable))
			.findFirst()
			.flatMap(ProcessIdentity::of);
	}

	private static boolean hasVariable(long pid, String variable) {
		try {
			String environment = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
			return List.of(environment.split("\0")).contains(variable);
		}
		catch (IOException ex) {
			// It has ended, or belongs to another user.
			return false;
		}
	}

	@Override
	public int pid() {
		return (int) this.process.pid();
	}

	@Override
	public void kill() {
		signal(-pid(), SIGKILL);
	}

	@Override
	public void terminate() {
		signal(pid(), SIGTERM);
	}

	private void signal(int target, int signal) {
		try {
			if (this.process.alive()) {
				this.posix.kill(target, signal);
			}
		}
		catch (PosixException ex) {
			// ESRCH: it has exited
		}
	}

	@Override
	public void awaitEnd() {
		while (this.process.alive()) {
			DaemonThreads.sleep(PAUSE);
		}
	}

	// systemd reaps it.
	@Override
	public OptionalInt reap() {
		awaitEnd();
		return OptionalInt.empty();
	}

}
