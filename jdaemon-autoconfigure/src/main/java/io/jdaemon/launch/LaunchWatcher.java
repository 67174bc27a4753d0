package io.jdaemon.launch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.SpawnRequest;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The two shells that wait for the daemon in place of the launcher's JVM. When that JVM
 * is gone, so are its memory and any port that an agent of it has opened. The daemon's
 * JVM, started with the same arguments, opens the same port.
 * <p>
 * The watcher, {@code watch.sh}, waits for the daemon and reports to the operator. The
 * launcher's process itself becomes {@code launcher.sh}, which only stays the daemon's
 * parent until the watcher has read how the daemon ended.
 */
final class LaunchWatcher {

	// How long a daemon whose start is terminated may take to close before it is killed
	private static final int GRACE_SECONDS = 5;

	private static final int STDOUT = 1;

	private static final int STDERR = 2;

	private final Posix posix;

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final ChildProcess process;

	private final int statusPipe;

	private @Nullable ExitStatusReader reader;

	/**
	 * Spawn the watcher.
	 * @param plan what the launcher starts
	 * @param report how the result is printed
	 * @param daemon the process to watch
	 * @param ready the read end of the ready pipe
	 * @param open the daemon's output files
	 * @param pidFile the daemon's PID file, if it has one
	 */
	LaunchWatcher(LaunchPlan plan, LaunchReport report, ChildProcess daemon, int ready,
			StandardStreams.OpenStreams open, @Nullable PidFile pidFile) throws IOException {
		this.posix = plan.posix();
		Settings settings = plan.settings();
		long millis = settings.startupTimeout().toMillis();
		this.variables.put("json", report.head());
		this.variables.put("instance", report.instance().apply(daemon.pid()));
		this.variables.put("name", report.text().apply(settings.name()));
		this.variables.put("launcher", ProcessHandle.current().pid());
		this.variables.put("daemon", daemon.pid());
		this.variables.put("limit", (millis + 999) / 1000);
		this.variables.put("grace", GRACE_SECONDS);
		this.variables.put("startup_timeout", settings.startupTimeout().toSeconds());
		this.variables.put("quiet", settings.quiet());
		this.variables.put("timed_out", ExitStatus.TIMED_OUT.number());
		this.variables.put("failed", ExitStatus.FAILED.number());
		this.variables.put("output", report.text().apply(settings.outputs()));
		this.variables.put("out_start", open.outStart());
		this.variables.put("err_start", open.errStart());
		this.variables.put("separate", open.err() != open.out());
		this.variables.put("last_words", ShellScript.text("last-words.awk"));
		int[] pipe = this.posix.pipe();
		this.statusPipe = pipe[0];
		List<Integer> descriptors = new ArrayList<>(List.of(ready, STDOUT, STDERR, pipe[1], open.out(), open.err()));
		if (pidFile != null) {
			this.variables.put("pid_file", pidFile.path());
			this.variables.put("pid_file_name", report.text().apply(pidFile.path()));
			this.variables.put("hidden_pid_file", pidFile.hiddenPath());
			descriptors.add(pidFile.descriptor());
		}
		if (plan.runAs().credentials() != null) {
			this.reader = ExitStatusReader.spawn(plan, daemon.pid());
			this.variables.put("question", descriptors.size());
			descriptors.add(this.reader.question());
			this.variables.put("answer", descriptors.size());
			descriptors.add(this.reader.answer());
		}
		this.process = ChildProcess.spawn(this.posix, new SpawnRequest(ShellScript.shell(),
				ShellScript.command("watch.sh"), environment(), descriptors, Set.of()));
		this.posix.close(pipe[1]);
	}

	/**
	 * Prepare to become the shell that waits for the watcher.
	 * @param stopped whether the daemon is stopped, so that the shell sends it SIGCONT
	 * @return a call that does not return, but throws if the kernel refuses
	 */
	Posix.Exec prepareExec(boolean stopped) {
		this.variables.put("watcher", this.process.pid());
		this.variables.put("stopped", stopped);
		Posix.Exec exec = this.posix.prepareExec(ShellScript.shell(), ShellScript.command("launcher.sh"),
				environment());
		return () -> {
			this.posix.dup2(this.statusPipe, 0);
			exec.run();
		};
	}

	/**
	 * Kill the watcher and its helper, and reap them.
	 */
	void end() throws IOException {
		if (this.reader != null) {
			this.reader.end();
		}
		this.process.killGroup();
		this.process.reap();
	}

	private List<byte[]> environment() {
		return this.variables.entrySet()
			.stream()
			.map((entry) -> bytes(entry.getKey() + "=" + entry.getValue()))
			.toList();
	}

	private static byte[] bytes(String text) {
		return PathName.encode(text);
	}

}
