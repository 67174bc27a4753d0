package io.jdaemon.bench.comparison;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonLog;
import io.jdaemon.bench.daemon.DaemonSettings;
import io.jdaemon.bench.daemon.ForegroundServer;

/**
 * The daemon's jar without jdaemon, which the others are compared with.
 */
public final class PlainSubject implements Subject {

	private final ForegroundServer server;

	public PlainSubject(DaemonSettings settings, Path directory, InetSocketAddress address) {
		this.server = new ForegroundServer(settings, settings.jar(), directory, address);
	}

	@Override
	public Duration start() throws DaemonException, IOException, InterruptedException {
		return this.server.start();
	}

	@Override
	public boolean restarts() {
		return false;
	}

	@Override
	public void restart() {
		throw new UnsupportedOperationException("A plain application does not restart");
	}

	@Override
	public void stop() {
		this.server.stop();
	}

	@Override
	public DaemonLog log() {
		return this.server.log();
	}

	@Override
	public String toString() {
		return "java -jar";
	}

}
