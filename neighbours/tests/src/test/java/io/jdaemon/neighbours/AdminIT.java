package io.jdaemon.neighbours;

import io.jdaemon.sample.LoadClient;
import io.jdaemon.sample.ProcFs;
import io.jdaemon.sample.Response;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Signal;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot Admin restarts an instance, and its journal shows a restart and a crash
 * differently.
 */
class AdminIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void buttonRestartsAndJournalTellsARestartFromACrash() {
		AdminServer server = AdminServer.start(this.bench);
		SampleDaemon admin = Application.ADMIN.on(this.bench)
			.arguments("--spring.boot.admin.client.url=" + server.address());
		ProcFs daemon = admin.started();
		String instance = server.await("UP");
		// Until then there is no button.
		awaitGeneration(server, 0);
		try (LoadClient load = new LoadClient(admin.port())) {
			Response refused = server.restart(instance, "Origin", "http://admin.example");
			assertThat(refused.status()).isEqualTo(403);
			assertThat(refused.body()).contains("a page of another origin, http://admin.example");

			Response restart = server.restart(instance, "Origin", server.address(), "Sec-Fetch-Site", "same-origin");
			assertThat(restart.status()).as(restart.toString()).isEqualTo(200);
			assertThat(restart.body()).contains("\"message\":\"Restarting\"");
			admin.awaitGeneration(1);
			assertThat(admin.daemon()).isEqualTo(daemon);
			awaitGeneration(server, 1);
			assertThat(server.events("REGISTRATION_UPDATED")).hasSize(1);
			assertThat(server.await("UP")).isEqualTo(instance);

			Application.handOver(admin);
			awaitGeneration(server, 2);
			assertThat(server.await("UP")).isEqualTo(instance);
			load.awaitResponses();
			load.finish();
			assertThat(load.refused()).isEmpty();
			assertThat(load.lost()).isEmpty();
		}
		assertThat(server.events("DEREGISTERED")).isEmpty();

		int registrations = server.events("REGISTRATION_UPDATED").size();
		Signal.KILL.send(admin.daemon().pid());
		server.await("OFFLINE");
		assertThat(server.events("REGISTRATION_UPDATED")).hasSize(registrations);
		admin.started();
		awaitGeneration(server, 0);
		assertThat(server.await("UP")).isEqualTo(instance);
		Application.succeed(admin.command("stop"));
	}

	// The endpoint info has the generation.
	private static void awaitGeneration(AdminServer server, int generation) {
		patiently().until(() -> {
			var events = server.events("INFO_CHANGED");
			return events.isEmpty() ? -1 : events.get(events.size() - 1).at("/info/daemon/generation").asInt(-1);
		}, (shown) -> shown == generation);
	}

}
