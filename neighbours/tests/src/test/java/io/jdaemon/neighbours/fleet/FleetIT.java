package io.jdaemon.neighbours.fleet;

import java.util.List;

import io.jdaemon.neighbours.fleet.FleetClients.Outage;
import io.jdaemon.neighbours.fleet.PermitHistory.Held;
import io.jdaemon.sample.Launch;
import io.jdaemon.sample.Thorough;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three hosts behind HAProxy take turns to restart, and no client sees a failure. The
 * hosts say when they are ready, the database who has a permit.
 */
@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
class FleetIT {

	private static final int REQUESTS = Integer.getInteger("jdaemon.fleet-requests", 2000);

	private static final String NAME = "jdaemon.fleet.name=orders";

	private static final String SETTLE = "jdaemon.fleet.settle=2s";

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void hostsTakeTurnsAndBrokenVersionStopsAtTheFirst() throws Exception {
		try (Fleet fleet = Fleet.start(this.bench, NAME, SETTLE)) {
			FleetReport report = new FleetReport("fleet.txt");

			fleet.deploy(2);
			Launch.Result printed = fleet.script("all-at-once.sh");
			fleet.history().awaitReleased(3);
			fleet.awaitServes(1, 2);
			assertThat(printed.out().lines()).hasSize(3)
				.allMatch((line) -> line.matches("Restarted orders \\(pid \\d+, restart 1\\) in .*"));
			List<Held> rollout = fleet.history().permits();
			assertThat(rollout).extracting(Held::host).containsExactlyInAnyOrder("host-1", "host-2", "host-3");
			assertThat(PermitHistory.most(rollout)).isOne();
			assertThat(fleet.clients().outages()).extracting(Outage::host).contains("host-1", "host-2", "host-3");
			assertThat(most(fleet.clients().outages())).isOne();
			assertNoErrors(fleet.proxy());
			assertThat(printed.err().lines())
				.allMatch((line) -> line.contains(" is waiting for the permit of orders, held by host-"));
			report.section("All at once", printed.err() + printed.out())
				.table("A version that works, by three at once", Timeline.of(fleet, rollout))
				.statistics(fleet.proxy());

			fleet.hosts().forEach(FleetHost::deployBroken);
			fleet.script("signal-all.sh");
			FleetHost broken = fleet.host(fleet.history().awaitGranted(4));
			broken.awaitGone();
			fleet.others(broken).forEach((host) -> host.awaitWaits(broken));
			fleet.clients().awaitResponses(500);
			fleet.others(broken).forEach((host) -> host.awaitServes(1, 2));
			assertThat(fleet.history().holders()).containsExactly(broken.holder());
			report
				.table("A version that does not start, by three at once",
						Timeline.of(fleet, fleet.history().permits().subList(3, 4)))
				.section("Log of a host that waits",
						fleet.others(broken).get(0).log().text().lines().reduce((first, last) -> last).orElseThrow())
				.statistics(fleet.proxy());

			fleet.deploy(3);
			broken.start();
			fleet.history().awaitReleased(6);
			broken.awaitServes(0, 3);
			fleet.others(broken).forEach((host) -> host.awaitServes(2, 3));
			fleet.clients().awaitAnswered(REQUESTS);
			assertThat(fleet.clients().finish()).isEmpty();
			List<Held> repaired = fleet.history().permits().subList(3, 6);
			assertThat(PermitHistory.most(repaired)).isOne();
			assertThat(most(fleet.clients().outages())).isOne();
			assertThat(fleet.proxy().fewestUp()).isEqualTo(2);
			report.table("The same, repaired", Timeline.of(fleet, repaired))
				.statistics(fleet.proxy())
				.section("Requests", fleet.clients().answered() + " answered, none failed");
		}
	}

	@Test
	@Thorough
	void rolloutGoesOnAfterRestartOfDatabaseRefusalAndDeath() throws Exception {
		try (Fleet fleet = Fleet.start(this.bench, NAME, SETTLE)) {
			FleetReport report = new FleetReport("fleet-thorough.txt");
			PermitHistory history = fleet.history();

			fleet.deploy(2);
			// The next image reads it.
			fleet.configure(NAME, SETTLE, "jdaemon.fleet.max-parallel=2");
			fleet.script("signal-all.sh");
			FleetHost first = fleet.host(history.awaitGranted(1));
			fleet.others(first).forEach((host) -> host.awaitWaits(first));
			fleet.database().close();
			fleet.others(first).forEach((host) -> host.log().await("Failed to validate connection"));
			fleet.database().start();
			history.awaitReleased(3);
			fleet.awaitServes(1, 2);
			assertThat(history.permits()).hasSize(3);
			assertThat(PermitHistory.most(history.permits())).isOne();
			assertThat(most(fleet.clients().outages())).isOne();
			report.table("The database restarts while two hosts wait", Timeline.of(fleet, history.permits()));

			fleet.deploy(3);
			fleet.configure(NAME, SETTLE, "jdaemon.restart.rehearsal=refresh");
			fleet.script("signal-all.sh");
			history.awaitReleased(6);
			fleet.awaitServes(2, 3);
			List<Held> pairs = history.permits().subList(3, 6);
			assertThat(PermitHistory.most(pairs)).isEqualTo(2);
			assertThat(most(fleet.clients().outages())).isLessThanOrEqualTo(2);
			assertThat(fleet.proxy().fewestUp()).isPositive();
			report.table("jdaemon.fleet.max-parallel=2", Timeline.of(fleet, pairs));

			fleet.hosts().forEach(FleetHost::deployBroken);
			fleet.script("signal-all.sh");
			FleetHost refused = fleet.host(history.awaitGranted(7));
			refused.log().await("Keeping the permit of orders");
			fleet.others(refused).forEach((host) -> host.awaitWaits(refused));
			fleet.clients().awaitResponses(500);
			fleet.awaitServes(2, 3);
			assertThat(history.holders()).containsExactly(refused.holder());
			fleet.deploy(4);
			fleet.configure(NAME, SETTLE);
			Launch.Result restart = refused.ssh("java -jar orders.jar restart");
			assertThat(restart.status()).as(restart.toString()).isZero();
			history.awaitReleased(9);
			fleet.awaitServes(3, 4);
			List<Held> rehearsed = history.permits().subList(6, 9);
			assertThat(history.permits()).hasSize(9);
			assertThat(PermitHistory.most(rehearsed)).isOne();
			report.table("jdaemon.restart.rehearsal=refresh refuses a version, then it is repaired",
					Timeline.of(fleet, rehearsed));

			fleet.script("signal-all.sh");
			FleetHost killed = fleet.host(history.awaitGranted(10));
			List<FleetHost> others = fleet.others(killed);
			others.forEach((host) -> host.awaitWaits(killed));
			killed.ssh("kill -KILL $(cat orders.pid)");
			// In place of a wait for longer than a restart may take
			fleet.database().rows("update jdaemon_restart_permit set seen = seen - interval '1 hour'");
			others.forEach((host) -> host.awaitSays(killed.holder(), ", which does not answer"));
			assertThat(history.permits()).hasSize(10);
			Launch.Result release = others.get(0)
				.ssh("java -jar orders.jar release-permit \"" + killed.holder() + "\"");
			assertThat(release.status()).as(release.toString()).isZero();
			history.awaitReleased(12);
			others.forEach((host) -> host.awaitServes(4, 4));
			killed.start();
			killed.awaitServes(0, 4);
			List<Held> released = history.permits().subList(9, 12);
			assertThat(released.get(0).releasedBy()).contains("root");
			assertThat(PermitHistory.most(released)).isOne();
			report
				.table("A host that has a permit is killed, and an operator releases the permit",
						Timeline.of(fleet, released))
				.section("The command prints", release.out());

			fleet.deploy(5);
			assertThat(fleet.script("one-after-the-other.sh").out().lines()).hasSize(3)
				.allMatch((line) -> line.startsWith("Restarted orders "));
			history.awaitReleased(15);
			killed.awaitServes(1, 5);
			others.forEach((host) -> host.awaitServes(5, 5));
			assertThat(history.permits().subList(12, 15)).extracting(Held::host)
				.containsExactly("host-1", "host-2", "host-3");

			fleet.clients().awaitAnswered(REQUESTS);
			assertThat(fleet.clients().finish()).isEmpty();
			report.statistics(fleet.proxy()).section("Requests", fleet.clients().answered() + " answered, none failed");
		}
	}

	private static int most(List<Outage> outages) {
		return outages.stream().mapToInt((one) -> (int) outages.stream().filter(one::overlaps).count()).max().orElse(0);
	}

	private static void assertNoErrors(HaProxy proxy) {
		assertThat(proxy.statistics()).allSatisfy((row) -> assertThat(row).containsEntry("hrsp_5xx", "0")
			.containsEntry("hrsp_4xx", "0")
			.hasEntrySatisfying("econ", (errors) -> assertThat(errors).isIn("", "0"))
			.hasEntrySatisfying("eresp", (errors) -> assertThat(errors).isIn("", "0")));
	}

}
