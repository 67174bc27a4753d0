package io.jdaemon.sample;

import java.io.IOException;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets that outlive the process, with the real systemd: those of its socket units, and
 * those in its descriptor store.
 */
@Isolated
class SystemdSocketsIT {

	private static final String SERVICE = "web.service";

	private static final String LOST = "no server listens on it any more";

	@RegisterExtension
	final Workbench bench = new Workbench();

	@EachSystemdInTurn
	void restartWithSocketUnitLosesNoRequest(SystemdVersion version, Jdk jdk) throws IOException {
		SampleDaemon sample = this.bench.sample(jdk).foreground();
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			systemd.unit("web.socket", "[Socket]\nListenStream=127.0.0.1:" + sample.port());
			systemd.service(SERVICE, sample, "Type=exec", "SuccessExitStatus=143");
			// The first connection starts the service.
			assertThat(systemd.systemctl("start", "web.socket").status()).isZero();
			sample.awaitGeneration(0);
			try (Clients clients = new Clients(sample.port())) {
				for (int i = 0; i < 3; i++) {
					clients.awaitResponses();
					assertThat(systemd.systemctl("restart", SERVICE).status()).isZero();
				}
				clients.awaitResponses();
				assertThat(clients.refused()).isZero();
				assertThat(clients.lost()).isZero();
			}
			// The socket outlives the service.
			assertThat(systemd.systemctl("stop", SERVICE).status()).isZero();
			assertThat(systemd.show("web.socket", "ActiveState")).isEqualTo("active");
			sample.awaitGeneration(0);
			assertThat(systemd.show(SERVICE, "NFileDescriptorStore")).isEqualTo("0");
		}
	}

	@EachSystemdInTurn
	void noConnectionIsRefusedAfterKill(SystemdVersion version, Jdk jdk) throws IOException {
		SampleDaemon sample = this.bench.sample(jdk).foreground();
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			systemd.service(SERVICE, sample, "Type=exec", "SuccessExitStatus=143", "FileDescriptorStoreMax=4",
					"Restart=on-failure", "RestartSec=0");
			assertThat(systemd.systemctl("start", SERVICE).status()).isZero();
			awaitStored(systemd, sample, 0);
			try (Clients clients = new Clients(sample.port())) {
				for (int kill = 1; kill <= 3; kill++) {
					clients.awaitResponses();
					Signal.KILL.send(systemd.mainProcess(SERVICE).pid());
					int restarts = kill;
					patiently().until(() -> systemd.show(SERVICE, "NRestarts").equals(String.valueOf(restarts)));
					awaitStored(systemd, sample, 0);
				}
				clients.awaitResponses();
				// Of each client the request that was in flight
				assertThat(clients.refused()).isZero();
				assertThat(clients.lost()).isBetween(1, 6);
			}
			Signal.USR1.send(systemd.mainProcess(SERVICE).pid());
			awaitStored(systemd, sample, 1);
			assertThat(systemd.systemctl("restart", SERVICE).status()).isZero();
			awaitStored(systemd, sample, 0);
			assertThat(sample.log().text()).doesNotContain(LOST);
		}
	}

	private static void awaitStored(Systemd systemd, SampleDaemon sample, int generation) {
		sample.awaitGeneration(generation);
		patiently().until(() -> systemd.show(SERVICE, "NFileDescriptorStore").equals("1"));
	}

}
