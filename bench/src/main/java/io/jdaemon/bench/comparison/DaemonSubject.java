package io.jdaemon.bench.comparison;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonLog;
import io.jdaemon.bench.daemon.DaemonSettings;
import io.jdaemon.bench.daemon.FirstResponse;
import io.jdaemon.bench.daemon.RestartProbe;
import io.jdaemon.bench.daemon.ServerDaemon;
import io.jdaemon.bench.daemon.Strategy;

/**
 * The daemon, restarted with one of jdaemon's strategies.
 */
public final class DaemonSubject implements Subject {

	private final Strategy strategy;

	private final ServerDaemon daemon;

	private final InetSocketAddress address;

	private final RestartProbe probe;

	private Duration startUp = Duration.ZERO;

	public DaemonSubject(DaemonSettings settings, Path directory, InetSocketAddress address) {
		this.strategy = settings.strategy();
		this.daemon = new ServerDaemon(settings, directory, address);
		this.address = address;
		this.probe = new RestartProbe(address, "generation");
	}

	@Override
	public Duration start() throws DaemonException, IOException, InterruptedException {
		try (FirstResponse response = new FirstResponse(this.address)) {
			this.daemon.start();
			this.startUp = response.await(this.daemon::exited);
			return this.startUp;
		}
	}

	@Override
	public void restart() throws DaemonException, IOException, InterruptedException {
		if (this.strategy == Strategy.NONE) {
			Thread.sleep(this.startUp.toMillis());
			return;
		}
		long generation = this.probe.current();
		ProcessHandle signalled = this.daemon.signalRestart();
		this.probe.awaitLaterThan(generation, this.daemon::exited);
		if (this.strategy == Strategy.HANDOVER) {
			this.daemon.awaitSuccessor(signalled);
			// It drains its connections until then
			signalled.onExit().join();
		}
	}

	@Override
	public void stop() {
		this.daemon.stop();
	}

	@Override
	public DaemonLog log() {
		return this.daemon.log();
	}

	@Override
	public String toString() {
		return this.strategy.toString();
	}

}
