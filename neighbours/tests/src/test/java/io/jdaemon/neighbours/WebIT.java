package io.jdaemon.neighbours;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import com.sun.tools.attach.VirtualMachine;
import io.jdaemon.sample.Jdk;
import io.jdaemon.sample.LoadClient;
import io.jdaemon.sample.ProcFs;
import io.jdaemon.sample.Response;
import io.jdaemon.sample.SampleClient;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Signal;
import io.jdaemon.sample.TextFile;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beside Spring Security, sessions on disk, a management port, JMX, Log4j2 and virtual
 * threads, jdaemon does what it does without them.
 */
class WebIT {

	private static final Map<String, String> ALICE = Map.of("username", "alice", "password", "alice");

	// The first JDK with virtual threads
	private static final int VIRTUAL_THREADS = 21;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final int managementPort = SampleClient.freePort();

	@Test
	void restartRequiresAnOperatorAndKeepsUsersLoggedIn() {
		SampleDaemon web = web();
		web.started();
		try (LoadClient load = new LoadClient(web.port())) {
			assertThat(postRestart(null).status()).isEqualTo(401);
			assertThat(postRestart("alice").status()).isEqualTo(403);
			Response foreign = postRestart("olga", "Sec-Fetch-Site", "cross-site");
			assertThat(foreign.status()).isEqualTo(403);
			assertThat(foreign.body()).contains("a page of another origin");

			Browser browser = new Browser(web.port());
			assertThat(browser.open("/note")).contains("Please sign in");
			assertThat(browser.submit("/login", ALICE).body()).contains("alice: null");
			browser.open("/note");
			assertThat(browser.forge("/note", Map.of("text", "forged")).status()).isEqualTo(403);
			assertThat(browser.submit("/note", Map.of("text", "first")).body()).contains("alice: first");

			Response restart = postRestart("olga");
			assertThat(restart.status()).as(restart.toString()).isEqualTo(200);
			assertThat(restart.body()).contains("\"message\":\"Restarting\"", "\"strategy\":\"exec\"");
			web.awaitGeneration(1);
			web.log().await("requested by the endpoint (user olga, address 127.0.0.1)", 2);
			// With the page, and so the token, of the image before
			assertThat(browser.submit("/note", Map.of("text", "second")).body()).contains("alice: second");
			load.awaitResponses();
			load.finish();
			assertThat(load.refused()).isEmpty();
			assertThat(load.lost()).isEmpty();

			Application.stop(web, this.bench);
			web.started();
			assertThat(browser.open("/note")).contains("alice: second");
		}
		Application.stop(web, this.bench);
	}

	@Test
	void restartOverJmxHandsOver() throws Exception {
		SampleDaemon web = web();
		ProcFs predecessor = web.started();
		assertThat(web.process().body().contains("VirtualThread")).isEqualTo(Jdk.newest().feature() >= VIRTUAL_THREADS);
		reopen(web);
		Browser browser = new Browser(web.port());
		browser.open("/note");
		assertThat(browser.submit("/login", ALICE).body()).contains("alice: null");
		try (LoadClient load = new LoadClient(web.port())) {
			assertThat(restart(predecessor, "handover")).contains("message=Restarting", "strategy=handover");
			web.log().await("Handed over to process");
			ProcFs successor = Application.awaitSuccessor(web, predecessor);
			assertThat(web.generation()).isEqualTo(1);
			assertThat(managed(successor)).isEqualTo(200);
			load.awaitResponses();
			load.finish();
			assertThat(load.refused()).isEmpty();
			assertThat(load.lost()).isEmpty();
		}
		// The successor has read the sessions before the predecessor has written them.
		assertThat(browser.open("/note")).contains("Please sign in");
		Application.stop(web, this.bench);
	}

	private SampleDaemon web() {
		return Application.WEB.on(this.bench)
			.arguments("--management.server.port=" + this.managementPort,
					"--server.servlet.session.store-dir=" + this.bench.directory().resolve("sessions"));
	}

	private Response postRestart(String user, String... headers) {
		return send("POST", "restart", user, headers);
	}

	private int managed(ProcFs daemon) {
		Response response = send("GET", "restart", "olga");
		assertThat(response.number("pid")).isEqualTo(daemon.pid());
		return response.status();
	}

	private Response send(String method, String endpoint, String user, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.managementPort + "/actuator/" + endpoint))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (user != null) {
			request.header("Authorization", "Basic "
					+ Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
		}
		if (headers.length > 0) {
			request.headers(headers);
		}
		return Browser.send(HttpClient.newHttpClient(), request);
	}

	// As logrotate does it
	private static void reopen(SampleDaemon web) throws IOException {
		Path rotated = Files.move(web.log().path(), web.directory().resolve("neighbours-web.1.log"));
		Signal.HUP.send(web.daemon().pid());
		web.log().await("Output files reopened on SIGHUP");
		assertThat(TextFile.read(rotated)).contains("Ready: pid ").doesNotContain("reopened");
	}

	// As jconsole does it, by the user of the daemon and on its machine
	private static String restart(ProcFs daemon, String strategy) throws Exception {
		VirtualMachine machine = VirtualMachine.attach(String.valueOf(daemon.pid()));
		try (JMXConnector connector = JMXConnectorFactory
			.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
			ObjectName endpoint = new ObjectName("org.springframework.boot:type=Endpoint,name=Restart");
			return String.valueOf(connector.getMBeanServerConnection()
				.invoke(endpoint, "restartBy", new Object[] { strategy }, new String[] { String.class.getName() }));
		}
		finally {
			machine.detach();
		}
	}

}
