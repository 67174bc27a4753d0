package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jdaemon.neighbours.PostgreSql;
import io.jdaemon.sample.Launch;
import io.jdaemon.sample.Workbench;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three hosts that serve, with one PostgreSQL behind them, HAProxy in front, and clients
 * that send requests all the time.
 *
 * @param network the machines
 * @param database the database
 * @param history who has held a permit
 * @param hosts the hosts
 * @param proxy HAProxy
 * @param clients the clients
 */
record Fleet(FleetNetwork network, PostgreSql database, PermitHistory history, List<FleetHost> hosts, HaProxy proxy,
		FleetClients clients) implements AutoCloseable {

	private static final Path SCRIPTS = Path.of("src/test/fleet");

	/**
	 * Start everything, and wait until the clients get responses.
	 * @param bench of the test, which is skipped where there cannot be a fleet
	 * @param settings the settings of every host
	 * @return the fleet
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException never
	 */
	static Fleet start(Workbench bench, String... settings) throws IOException, InterruptedException {
		FleetNetwork network = FleetNetwork.start(bench);
		try {
			PostgreSql database = PostgreSql.start(bench, new PostgreSql.Place(network.enter(FleetNetwork.DATABASE),
					"/srv/postgresql", network.address(FleetNetwork.DATABASE), 5432), "orders");
			PermitHistory history = PermitHistory.of(database);
			List<FleetHost> hosts = network.hosts();
			hosts.parallelStream().forEach((host) -> {
				host.install();
				host.configure(settings);
				host.start();
			});
			HaProxy proxy = HaProxy.start(network);
			Fleet fleet = new Fleet(network, database, history, hosts, proxy, FleetClients.start(network));
			fleet.clients.awaitResponses(1);
			return fleet;
		}
		catch (IOException | RuntimeException | Error ex) {
			network.close();
			throw ex;
		}
	}

	void configure(String... settings) {
		this.hosts.forEach((host) -> host.configure(settings));
	}

	void deploy(int version) {
		this.hosts.forEach((host) -> host.deploy(version));
	}

	/**
	 * The host that has a permit, or had it.
	 * @param permit the permit
	 * @return the host
	 */
	FleetHost host(PermitHistory.Held permit) {
		return this.hosts.stream().filter((host) -> host.holder().equals(permit.holder())).findFirst().orElseThrow();
	}

	List<FleetHost> others(FleetHost host) {
		return this.hosts.stream().filter((other) -> !other.equals(host)).toList();
	}

	void awaitServes(int generation, int version) {
		this.hosts.forEach((host) -> host.awaitServes(generation, version));
	}

	/**
	 * Run a script of the documentation in the office.
	 * @param name the name of the file
	 * @return how it ended, with status 0
	 */
	Launch.Result script(String name) {
		Launch.Result result;
		try {
			result = this.network.script(Files.readString(SCRIPTS.resolve(name)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		assertThat(result.status()).as(result.toString()).isZero();
		return result;
	}

	@Override
	public void close() {
		this.network.close();
	}

}
