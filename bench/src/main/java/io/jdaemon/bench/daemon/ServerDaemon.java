package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The daemon under test, from its start to its end.
 */
public final class ServerDaemon {

	private static final String NAME = "bench-server";

	private static final Pattern STARTED = Pattern.compile("Started .* in ([0-9.]+) s\\b.*", Pattern.DOTALL);

	// Above jdaemon.stop-timeout, after which the daemon ends itself
	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

	private final DaemonSettings settings;

	private final Path directory;

	private final InetSocketAddress address;

	// All that the PID file has named: a handover changes the PID.
	private final Set<ProcessHandle> processes = new LinkedHashSet<>();

	private @Nullable Process launcher;

	public ServerDaemon(DaemonSettings settings, Path directory, InetSocketAddress address) {
		this.settings = settings;
		this.directory = directory;
		this.address = address;
	}

	/**
	 * Start the daemon.
	 * @return how long that took, as the launcher says
	 * @throws DaemonException with the launcher's words, if it failed
	 */
	public Duration start() throws DaemonException, IOException, InterruptedException {
		Path output = this.directory.resolve("launcher.out");
		Process started;
		synchronized (this) {
			started = new ProcessBuilder(this.settings.command(this.address.getPort()))
				.directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			this.launcher = started;
		}
		started.getOutputStream().close();
		int status = started.waitFor();
		String printed = Files.readString(output).strip();
		Matcher matcher = STARTED.matcher(printed);
		if (status != 0 || !matcher.find()) {
			throw new DaemonException("The daemon did not start (status " + status + "): " + printed);
		}
		currentProcess();
		return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * 1000));
	}

	/**
	 * Ask the daemon to restart.
	 * @throws DaemonException if there is nobody to ask
	 */
	public void signalRestart() throws DaemonException, IOException, InterruptedException {
		// The shell's own kill: the program is not on every machine.
		Process kill = new ProcessBuilder("sh", "-c", "kill -USR1 \"$0\"", Long.toString(currentProcess().pid()))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (kill.waitFor() != 0) {
			throw new DaemonException("The daemon is gone.");
		}
	}

	private synchronized ProcessHandle currentProcess() throws DaemonException, IOException {
		Path pidFile = this.directory.resolve(NAME + ".pid");
		try {
			ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
				.orElseThrow(() -> new DaemonException("The process that " + pidFile + " names is gone."));
			this.processes.add(process);
			return process;
		}
		catch (NoSuchFileException ex) {
			throw new DaemonException("There is no " + pidFile + ".");
		}
	}

	public synchronized boolean exited() {
		if (this.processes.stream().anyMatch(ProcessHandle::isAlive)) {
			return false;
		}
		try {
			return !currentProcess().isAlive();
		}
		catch (DaemonException | IOException ex) {
			return true;
		}
	}

	public DaemonLog log() {
		return new DaemonLog(this.directory.resolve(NAME + ".log"));
	}

	/**
	 * Stop the daemon, whatever it is doing, and wait for its end.
	 */
	public synchronized void stop() {
		if (this.launcher != null) {
			terminate(this.launcher.toHandle());
		}
		try {
			currentProcess();
		}
		catch (DaemonException | IOException | NumberFormatException ex) {
			// It has not got so far, or is stopping already.
		}
		this.processes.forEach(ServerDaemon::terminate);
	}

	private static void terminate(ProcessHandle process) {
		process.destroy();
		try {
			process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			process.destroyForcibly();
			process.onExit().join();
		}
		catch (ExecutionException | InterruptedException ex) {
			process.destroyForcibly();
		}
	}

}
