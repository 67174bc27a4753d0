package io.jdaemon.bench.comparison;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonLog;
import io.jdaemon.bench.daemon.DaemonSettings;
import io.jdaemon.bench.daemon.ForegroundServer;
import io.jdaemon.bench.daemon.RestartProbe;

/**
 * The same application with Spring Cloud's actuator endpoint {@code restart}, which
 * closes the context and creates another in the same JVM.
 */
public final class SpringCloudSubject implements Subject {

	private final ForegroundServer server;

	private final URI endpoint;

	private final RestartProbe probe;

	public SpringCloudSubject(DaemonSettings settings, Path jar, Path directory, InetSocketAddress address) {
		this.server = new ForegroundServer(settings, jar, directory, address);
		this.endpoint = URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/actuator/restart");
		this.probe = new RestartProbe(address, "context");
	}

	@Override
	public Duration start() throws DaemonException, IOException, InterruptedException {
		return this.server.start();
	}

	@Override
	public void restart() throws DaemonException, IOException, InterruptedException {
		long context = this.probe.current();
		HttpRequest request = HttpRequest.newBuilder(this.endpoint).POST(BodyPublishers.noBody()).build();
		int status = HttpClient.newBuilder()
			.version(Version.HTTP_1_1)
			.build()
			.send(request, BodyHandlers.discarding())
			.statusCode();
		if (status / 100 != 2) {
			throw new DaemonException("POST " + this.endpoint + " returned status " + status + ".");
		}
		this.probe.awaitLaterThan(context, this.server::exited);
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
		return "Spring Cloud";
	}

}
