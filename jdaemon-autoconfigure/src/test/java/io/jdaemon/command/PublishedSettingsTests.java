package io.jdaemon.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.State;
import io.jdaemon.status.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PublishedSettings}.
 */
class PublishedSettingsTests {

	private static final String JAR = "/srv/orders.jar";

	private static final Duration STARTUP = Duration.ofSeconds(5);

	private static final Duration STOP = Duration.ofSeconds(7);

	private static final StartException PROBLEM = new StartException(ExitStatus.WRONG_SETTING, "It is broken.",
			"Mend it.");

	private final Settings given = TestSettings.daemon(Duration.ofSeconds(1));

	@Test
	void instanceOfTheSameJarAndDirectoryIsFound() throws StartException {
		Settings settings = find(false, instance(1, JAR, "/srv", "/run/o.pid"), instance(2, JAR, "/tmp", "/tmp/o.pid"),
				instance(3, "/srv/billing.jar", "/srv", "/run/b.pid"));
		assertThat(settings.pidFile()).isEqualTo("/run/o.pid");
		assertThat(settings.name()).isEqualTo("orders");
		assertThat(settings.startupTimeout()).isEqualTo(STARTUP);
		assertThat(settings.stopTimeout()).isEqualTo(STOP);
	}

	@Test
	void namedPidFileWins() throws StartException {
		String named = Path.of(this.given.pidFile()).toAbsolutePath().normalize().toString();
		PublishedStatus here = instance(1, JAR, "/srv", "/run/o.pid");
		assertThat(find(true, here, instance(2, JAR, "/tmp", named)).pidFile()).isEqualTo(named);
		assertThat(find(true, here)).isEqualTo(this.given);
	}

	@Test
	void severalInstancesAreListed() {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> find(false, instance(1, JAR, "/srv", "/run/o.pid"), instance(2, JAR, "/srv", null)))
			.withMessage("It is broken. Several processes run from here: process 1 runs the same jar from the directory"
					+ " /srv, PID file /run/o.pid; process 2 runs the same jar from the directory /srv, without a PID"
					+ " file.");
	}

	@Test
	void predecessorThatDrainsIsNotASecondInstance() throws StartException {
		PublishedStatus successor = instance(2, JAR, "/srv", "/run/o.pid", new ProcessIdentity(1, 1));
		assertThat(find(false, instance(1, JAR, "/srv", "/run/o.pid"), successor).pidFile()).isEqualTo("/run/o.pid");
	}

	@Test
	void problemIsReportedIfNothingIsFound() {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> find(false)).isSameAs(PROBLEM);
	}

	@Test
	void instanceWithoutPidFileIsNamed() {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> find(false, instance(1, JAR, "/srv", null)))
			.satisfies((ex) -> assertThat(ex.sentence()).contains("without a PID file", "kill 1 stops it"));
	}

	private Settings find(boolean named, PublishedStatus... published) throws StartException {
		return PublishedSettings.find(this.given, named, PROBLEM, JAR, "/srv", List.of(published));
	}

	private static PublishedStatus instance(long pid, String jar, String directory, String pidFile,
			ProcessIdentity... predecessors) {
		DaemonInfo info = new DaemonInfo(pid, 0, Mode.DAEMON, Instant.EPOCH, Instant.EPOCH);
		Status status = Status.starting(info, Map.of(), null)
			.in(State.READY)
			.with(new InstanceFacts("orders", jar, directory, pidFile, STARTUP, STOP, List.of(predecessors)));
		return new PublishedStatus(new ProcessIdentity(pid, pid), status);
	}

}
