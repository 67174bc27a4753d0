package io.jdaemon.neighbours;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import io.jdaemon.sample.Jdk;
import io.jdaemon.sample.ProcFs;
import io.jdaemon.sample.Response;
import io.jdaemon.sample.SampleClient;
import io.jdaemon.sample.Signal;
import io.jdaemon.sample.TextFile;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.devtools.RemoteSpringApplication;
import org.springframework.util.FileSystemUtils;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * With DevTools an application runs from classes in the foreground, DevTools restarts it,
 * and jdaemon is off.
 */
class DevToolsIT {

	private static final String MAIN = "io.jdaemon.neighbours.admin.AdminApplication";

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void devToolsRestartsAndJdaemonIsOff() throws IOException, URISyntaxException {
		SampleClient client = new SampleClient(SampleClient.freePort());
		Path classes = this.bench.directory().resolve("classes");
		FileSystemUtils.copyRecursively(Application.ADMIN.classes(), classes);
		ProcFs process = start(classes, client.port());
		TextFile log = new TextFile(this.bench.directory().resolve("devtools.log"));
		log.await("Started AdminApplication in");
		assertThat(client.request("GET", "/process").number("pid")).isEqualTo(process.pid());
		Response restart = client.request("POST", "/actuator/restart");
		assertThat(restart.status()).isEqualTo(409);
		assertThat(restart.body()).contains("jdaemon is off in this process.");

		Files.setLastModifiedTime(classes.resolve(MAIN.replace('.', '/') + ".class"),
				FileTime.from(Instant.now().plusSeconds(1)));
		log.await("Started AdminApplication in", 2);
		assertThat(client.request("GET", "/process").number("pid")).isEqualTo(process.pid());
		assertThat(this.bench.processes()).containsExactly(process);
		assertThat(this.bench.directory().toFile().list()).noneMatch((name) -> name.endsWith(".pid"));
		Signal.TERM.send(process.pid());
		patiently().until(() -> !process.alive());
	}

	private ProcFs start(Path classes, int port) throws IOException, URISyntaxException {
		Path devTools = Path
			.of(RemoteSpringApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		String libraries = Application.ADMIN.libraries() + "/*";
		// A shell, because a full pipe would block the application
		Process shell = this.bench.process("/bin/sh", "-c", "exec \"$@\" >devtools.log 2>&1", "sh",
				Jdk.newest().java().toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				classes + ":" + devTools + ":" + libraries, MAIN, "--server.port=" + port);
		return new ProcFs(shell.pid());
	}

}
