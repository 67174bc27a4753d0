package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The daemon under test, from its start to its end.
 */
public final class ServerDaemon {

	private static final String NAME = "bench-server";

	private static final Pattern STARTED = Pattern.compile("Started .* in ([0-9.]+) s\\b.*", Pattern.DOTALL);

	private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(180);

	private static final long POLL_MILLIS = 20;

	private final DaemonSettings settings;

	private final Path directory;

	private final InetSocketAddress address;

	// Every process that the PID file has named: a handover changes the PID.
	private final Set<ProcessHandle> processes = new LinkedHashSet<>();

	private @Nullable Process launcher;

	public ServerDaemon(DaemonSettings settings, Path directory, InetSocketAddress address) {
		this.settings = settings;
		this.directory = directory;
		this.address = address;
	}

	/**
	 * Make the cache for warm starts.
	 * @return what it cost
	 * @throws DaemonException if it failed, with the output of the command
	 */
	public Training train() throws DaemonException, IOException, InterruptedException {
		return Training.of(this.settings, this.directory, this.address.getPort());
	}

	/**
	 * Start the daemon.
	 * @return how long that took, as the launcher reports
	 * @throws DaemonException if it failed, with the launcher's output
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
			throw new DaemonException("The daemon did not start (exit status " + status + "): " + printed);
		}
		currentProcess();
		return Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * 1000));
	}

	/**
	 * Send USR1 to the process that the PID file names.
	 * @return the process
	 * @throws DaemonException if there is no such process
	 */
	public ProcessHandle signalRestart() throws DaemonException, IOException, InterruptedException {
		ProcessHandle process = currentProcess();
		// The built-in of the shell: not every machine has the program kill(1).
		Process kill = new ProcessBuilder("sh", "-c", "kill -USR1 \"$0\"", Long.toString(process.pid()))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (kill.waitFor() != 0) {
			throw new DaemonException("USR1 cannot be sent: the daemon has exited.");
		}
		return process;
	}

	/**
	 * Wait until the PID file names a successor. The successor serves before that, but
	 * until then a second request to restart is merged with the first.
	 * @param predecessor the process that was signalled
	 * @throws DaemonException if the successor has not taken over within three minutes
	 */
	public void awaitSuccessor(ProcessHandle predecessor) throws DaemonException, IOException, InterruptedException {
		long start = System.nanoTime();
		while (currentProcess().equals(predecessor)) {
			if (System.nanoTime() - start > TAKEOVER_TIMEOUT.toNanos()) {
				throw new DaemonException(
						"After " + TAKEOVER_TIMEOUT.toSeconds() + " s the PID file still names the predecessor.");
			}
			Thread.sleep(POLL_MILLIS);
		}
	}

	private synchronized ProcessHandle currentProcess() throws DaemonException, IOException {
		Path pidFile = this.directory.resolve(NAME + ".pid");
		try {
			ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
				.orElseThrow(() -> new DaemonException("The process named in " + pidFile + " has exited."));
			this.processes.add(process);
			return process;
		}
		catch (NoSuchFileException ex) {
			throw new DaemonException("There is no PID file " + pidFile + ".");
		}
	}

	/**
	 * Watch the restart that is requested next.
	 * @return the watch, to be ended when the next image responds
	 * @throws DaemonException if there is no process
	 */
	public RestartWatch watchRestart() throws DaemonException, IOException {
		return RestartWatch.start(currentProcess(), this.address, log().file());
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
	 * Stop the daemon in whatever state it is, and wait until it has exited.
	 */
	public synchronized void stop() {
		if (this.launcher != null) {
			Termination.of(this.launcher.toHandle());
		}
		try {
			currentProcess();
		}
		catch (DaemonException | IOException | NumberFormatException ex) {
			// There is no PID file before the daemon starts and after it stops.
		}
		this.processes.forEach(Termination::of);
	}

}
