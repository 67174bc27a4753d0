package io.jdaemon.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.RestartStrategy;
import io.jdaemon.output.LowerCase;
import io.jdaemon.status.RestartCounts;
import io.jdaemon.status.Status;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the restarts. They continue over restarts, since the process publishes what
 * they show.
 */
public final class DaemonMetrics implements MeterBinder {

	private final Supplier<Status> status;

	/**
	 * Create the meters.
	 * @param status returns the present status of this process
	 */
	public DaemonMetrics(Supplier<Status> status) {
		this.status = status;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("jdaemon.generation", () -> this.status.get().info().generation())
			.description("How often the daemon has restarted")
			.register(registry);
		for (RestartOutcome outcome : RestartOutcome.values()) {
			if (outcome != RestartOutcome.ENDED) {
				bind(registry, outcome);
			}
		}
		FunctionCounter
			.builder("jdaemon.connections.draining", this.status,
					(status) -> status.get().restarts().counts().acceptedLast())
			.description("Connections that were accepted while an image was draining")
			.register(registry);
		bind(registry, "duration", "From the last request for a restart until ready, or until it was refused",
				RestartResult::duration);
		bind(registry, "pause", "How long new connections had to wait in the last restart", RestartResult::pause);
	}

	// All of them from the beginning: the first restart is an increase, too.
	private void bind(MeterRegistry registry, RestartOutcome outcome) {
		for (RestartStrategy strategy : RestartStrategy.values()) {
			for (RestartRequester.Kind requester : RestartRequester.Kind.values()) {
				RestartCounts.Kind kind = new RestartCounts.Kind(outcome, strategy, requester);
				FunctionCounter
					.builder("jdaemon.restarts", this.status, (status) -> status.get().restarts().counts().of(kind))
					.description("Restarts since the daemon was started")
					.tag("outcome", LowerCase.of(outcome))
					.tag("strategy", LowerCase.of(strategy))
					.tag("requester", LowerCase.of(requester))
					.register(registry);
			}
		}
	}

	private void bind(MeterRegistry registry, String name, String description,
			Function<RestartResult, @Nullable Duration> time) {
		TimeGauge.builder("jdaemon.restart.last." + name, () -> millis(time), TimeUnit.MILLISECONDS)
			.description(description)
			.register(registry);
	}

	private double millis(Function<RestartResult, @Nullable Duration> time) {
		RestartResult last = this.status.get().lastRestart();
		Duration duration = (last != null) ? time.apply(last) : null;
		return (duration != null) ? duration.toMillis() : Double.NaN;
	}

}
