package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A jar that runs as a child of the bench, with jdaemon switched off.
 */
public final class ForegroundServer {

	private final List<String> command;

	private final Path directory;

	private final Path output;

	private final InetSocketAddress address;

	private @Nullable Process process;

	public ForegroundServer(DaemonSettings settings, Path jar, Path directory, InetSocketAddress address) {
		this.command = settings.foregroundCommand(jar, address.getPort());
		this.directory = directory;
		this.output = directory.resolve(jar.getFileName() + ".out");
		this.address = address;
	}

	/**
	 * Start the server.
	 * @return the time from its command to its first response
	 * @throws DaemonException if there is none
	 */
	public Duration start() throws DaemonException, IOException, InterruptedException {
		try (FirstResponse response = new FirstResponse(this.address)) {
			synchronized (this) {
				this.process = new ProcessBuilder(this.command).directory(this.directory.toFile())
					.redirectErrorStream(true)
					.redirectOutput(this.output.toFile())
					.start();
			}
			return response.await(this::exited);
		}
		catch (DaemonException ex) {
			throw new DaemonException(ex.getMessage() + " " + log().lastOutput());
		}
	}

	public synchronized boolean exited() {
		return this.process == null || !this.process.isAlive();
	}

	public DaemonLog log() {
		return new DaemonLog(this.output);
	}

	public synchronized void stop() {
		if (this.process != null) {
			Termination.of(this.process.toHandle());
		}
	}

}
