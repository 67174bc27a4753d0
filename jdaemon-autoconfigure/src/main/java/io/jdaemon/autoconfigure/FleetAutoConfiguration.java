package io.jdaemon.autoconfigure;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.jdaemon.RestartPermits;
import io.jdaemon.fleet.FleetLockRestartPermits;
import io.jdaemon.fleet.FleetMember;
import io.jdaemon.fleet.JdbcRestartPermits;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.Settings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of an instance that belongs to a fleet. Without the name of a fleet,
 * nothing of it is loaded.
 */
@AutoConfiguration(after = JdaemonAutoConfiguration.class)
@ConditionalOnProperty("jdaemon.fleet.name")
@ConditionalOnBean(FleetSettings.class)
public final class FleetAutoConfiguration {

	private static final String NAME = "jdaemon.fleet.name";

	@Bean
	@ConditionalOnMissingBean
	RestartPermits jdaemonRestartPermits(FleetSettings fleet, ObjectProvider<DataSource> dataSources) {
		if (fleet.fleetLock() != null) {
			return fleetLock(URI.create(fleet.fleetLock()), fleet);
		}
		DataSource dataSource = dataSources.getIfUnique();
		if (dataSource == null) {
			throw new InvalidConfigurationPropertyValueException(NAME, fleet.name(),
					dataSources.stream().findAny().isPresent()
							? "The permits of a fleet are in the database of the application, which has several "
									+ "DataSource beans, and none of them is primary. Mark one as @Primary, or define "
									+ "a bean of type RestartPermits."
							: "The permits of a fleet are in the database of the application, which has no "
									+ "DataSource. Add one, set jdaemon.fleet.fleet-lock-url, or define a bean of "
									+ "type RestartPermits.");
		}
		return new JdbcRestartPermits(dataSource, fleet.name(), fleet.maxParallel());
	}

	private static RestartPermits fleetLock(URI server, FleetSettings fleet) {
		try {
			return new FleetLockRestartPermits(server, fleet.name(),
					JsonWriter.<Map<String, Object>>standard()::writeToString,
					JsonParserFactory.getJsonParser()::parseMap);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(NAME, fleet.name(), String.valueOf(ex.getMessage()));
		}
	}

	// Not lazy: no other bean asks for it.
	@Bean
	@Lazy(false)
	@ConditionalOnBean(Lifecycle.class)
	FleetMember jdaemonFleetMember(Lifecycle lifecycle, FleetSettings fleet, RestartPermits permits,
			ApplicationAvailability availability, ObjectProvider<HealthProblem> health) {
		Settings settings = lifecycle.settings();
		FleetMember member = new FleetMember(fleet, permits, settings.startupTimeout().plus(settings.stopTimeout()),
				() -> unready(availability)
					.or(() -> Optional.ofNullable(health.getIfAvailable()).flatMap(HealthProblem::get)),
				lifecycle.log());
		lifecycle.gate(member);
		return member;
	}

	private static Optional<String> unready(ApplicationAvailability availability) {
		ReadinessState readiness = availability.getReadinessState();
		return (readiness == ReadinessState.ACCEPTING_TRAFFIC) ? Optional.empty()
				: Optional.of("the application is not ready (" + readiness + ")");
	}

	/** Why an instance is not healthy. */
	@FunctionalInterface
	interface HealthProblem extends Supplier<Optional<String>> {

	}

	/** Asks Spring Boot's health, where the application has it. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthEndpoint.class)
	static class HealthConfiguration {

		@Bean
		HealthProblem jdaemonHealthProblem(ObjectProvider<HealthEndpoint> endpoint) {
			return () -> Optional.ofNullable(endpoint.getIfAvailable())
				.map((health) -> health.health().getStatus())
				.filter((status) -> status.equals(Status.DOWN) || status.equals(Status.OUT_OF_SERVICE))
				.map((status) -> "the health is " + status);
		}

	}

}
