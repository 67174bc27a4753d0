package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import com.sun.net.httpserver.HttpServer;
import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;
import io.jdaemon.fleet.FleetMember;
import io.jdaemon.fleet.JdbcRestartPermits;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import io.jdaemon.restart.TestRequests;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.WithoutCoordinator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FleetAutoConfiguration}.
 */
class FleetAutoConfigurationTests {

	private static final FleetSettings SETTINGS = new FleetSettings("orders", "host-1:/srv/orders.pid", 1,
			Duration.ofMinutes(1), Duration.ZERO, WithoutCoordinator.REFUSE, null);

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class,
				JdaemonAutoConfiguration.class, FleetAutoConfiguration.class))
		.withBean(Lifecycle.class, TestLifecycles::ready);

	private final ApplicationContextRunner fleet = this.application.withBean(FleetSettings.class, () -> SETTINGS)
		.withPropertyValues("jdaemon.fleet.name=orders");

	@Test
	void permitsAreInTheDatabaseOfTheApplication() {
		this.fleet.withBean(DataSource.class, FleetAutoConfigurationTests::database)
			.run((context) -> assertThat(context).hasSingleBean(FleetMember.class)
				.getBean(RestartPermits.class)
				.isInstanceOf(JdbcRestartPermits.class));
	}

	@Test
	void restartWaitsForItsPermit() {
		this.fleet.withBean(DataSource.class, FleetAutoConfigurationTests::database).run((context) -> {
			RestartPermits permits = context.getBean(RestartPermits.class);
			assertThat(permits.acquire("host-2:/srv/orders.pid")).isTrue();
			assertThat(context.getBean(Lifecycle.class).restart(TestRequests.application()).orElseThrow())
				.startsWith("waiting for the permit of orders, held by host-2:/srv/orders.pid since ");
			context.close();
		});
	}

	@Test
	void permitsOfTheApplicationTakePrecedence() {
		this.fleet.withBean(DataSource.class, FleetAutoConfigurationTests::database)
			.withBean("own", RestartPermits.class, OwnPermits::new)
			.run((context) -> assertThat(context).hasSingleBean(FleetMember.class)
				.getBean(RestartPermits.class)
				.isInstanceOf(OwnPermits.class));
	}

	@Test
	void serverForFleetLockTakesThePlaceOfTheDatabase() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		List<String> requests = new CopyOnWriteArrayList<>();
		server.createContext("/v1/", (exchange) -> {
			requests.add(exchange.getRequestURI() + " "
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		try {
			FleetSettings settings = new FleetSettings("orders", SETTINGS.holder(), 1, Duration.ZERO, Duration.ZERO,
					WithoutCoordinator.REFUSE, "http://127.0.0.1:" + server.getAddress().getPort());
			this.application.withPropertyValues("jdaemon.fleet.name=orders")
				.withBean(FleetSettings.class, () -> settings)
				.run((context) -> {
					assertThat(context.getBean(RestartPermits.class).acquire(SETTINGS.holder())).isTrue();
					// Whatever else the member does
					assertThat(requests).filteredOn((request) -> request.startsWith("/v1/pre-reboot "))
						.singleElement(InstanceOfAssertFactories.STRING)
						.startsWith("/v1/pre-reboot {\"client_params\":{")
						.contains("\"id\":\"" + SETTINGS.holder() + "\"")
						.contains("\"group\":\"orders\"");
				});
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void fleetWithoutADatabaseDoesNotStart() {
		this.fleet.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
				assertThat(failure.getName()).isEqualTo("jdaemon.fleet.name");
				assertThat(failure.getReason()).contains("which has no DataSource. Add one, ");
			}));
	}

	@Test
	void fleetWithTwoDatabasesDoesNotStart() {
		this.fleet.withBean("one", DataSource.class, FleetAutoConfigurationTests::database)
			.withBean("two", DataSource.class, FleetAutoConfigurationTests::database)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("jdaemon.fleet.name")
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getReason()).contains("several DataSource beans")));
	}

	@Test
	void healthIsOptional() {
		this.fleet.withBean(DataSource.class, FleetAutoConfigurationTests::database)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(FleetMember.class)
				.doesNotHaveBean(FleetAutoConfiguration.HealthProblem.class));
	}

	@Test
	void withoutANameThereIsNothing() {
		this.application.withBean(DataSource.class, FleetAutoConfigurationTests::database)
			.run((context) -> assertThat(context).doesNotHaveBean(RestartPermits.class)
				.doesNotHaveBean(FleetAutoConfiguration.class));
	}

	@Test
	void commandHasThePermitsButIsNoMember() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class,
					JdaemonAutoConfiguration.class, FleetAutoConfiguration.class))
			.withBean(FleetSettings.class, () -> SETTINGS)
			.withBean(DataSource.class, FleetAutoConfigurationTests::database)
			.withPropertyValues("jdaemon.fleet.name=orders")
			.run((context) -> assertThat(context).hasSingleBean(RestartPermits.class)
				.doesNotHaveBean(FleetMember.class));
	}

	private static DataSource database() {
		JdbcDataSource database = new JdbcDataSource();
		database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return database;
	}

	/** Permits that the application defines. */
	static final class OwnPermits implements RestartPermits {

		@Override
		public boolean acquire(String holder) {
			return true;
		}

		@Override
		public void release(String holder, String releasedBy) {
			// There are enough.
		}

		@Override
		public List<RestartPermit> held() {
			return List.of();
		}

	}

}
