package io.jdaemon.neighbours.fleet;

import java.util.List;

import io.jdaemon.neighbours.fleet.FleetClients.Outage;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three hosts behind HAProxy restart, and no client sees a failure.
 */
class FleetIT {

	private static final int REQUESTS = Integer.getInteger("jdaemon.fleet-requests", 2000);

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void loopOverSshRestartsHostsWithoutFailedRequest() throws Exception {
		try (Fleet fleet = Fleet.start(this.bench)) {
			fleet.deploy(2);
			assertThat(fleet.script("one-after-the-other.sh").lines()).hasSize(3)
				.allMatch((line) -> line.matches("Restarted orders \\(pid \\d+, restart 1\\) in .*"));
			fleet.awaitServes(1, 2);
			fleet.clients().awaitAnswered(REQUESTS);
			assertThat(fleet.clients().finish()).isEmpty();
			assertOneAtATime(fleet.clients().outages());
			assertNoErrors(fleet.proxy());
			new FleetReport("fleet-ssh.txt").statistics(fleet.proxy());
		}
	}

	private static void assertOneAtATime(List<Outage> outages) {
		assertThat(outages).extracting(Outage::host).containsExactly("host-1", "host-2", "host-3");
		for (int i = 1; i < outages.size(); i++) {
			assertThat(outages.get(i).overlaps(outages.get(i - 1))).as(outages.toString()).isFalse();
		}
	}

	private static void assertNoErrors(HaProxy proxy) {
		assertThat(proxy.statistics()).allSatisfy((row) -> {
			assertThat(row).containsEntry("hrsp_5xx", "0").containsEntry("hrsp_4xx", "0");
			assertThat(row.get("econ")).isIn("", "0");
			assertThat(row.get("eresp")).isIn("", "0");
		});
	}

}
