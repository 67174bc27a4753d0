package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No signal is lethal or lost, at whatever moment it arrives. The pauses do not wait for
 * a state: they choose the moment.
 */
@EachJdk
class SignalStormIT {

	private static final int STEP_MILLIS = Integer.getInteger("jdaemon.signal-step", 100);

	private static final int SWEEP_MILLIS = 200;

	private static final int STORM_MILLIS = 20;

	private static final int HELD_MILLIS = 500;

	private static final int MOST_STEPS = 60;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	SignalStormIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void restartSignalsThroughTwoRestartsLeaveService() {
		assertServesAfterStorm(this.bench.sample(this.jdk).tiny());
	}

	@Thorough
	@Test
	void restartSignalsThroughTwoRestartsLeaveWebService() {
		assertServesAfterStorm(this.bench.sample(this.jdk));
	}

	private static void assertServesAfterStorm(SampleDaemon sample) {
		ProcFs daemon = sample.started();
		ScheduledExecutorService storm = Executors.newSingleThreadScheduledExecutor();
		try {
			storm.scheduleAtFixedRate(() -> Signal.USR1.send(daemon.pid()), 0, STORM_MILLIS, TimeUnit.MILLISECONDS);
			// The third has begun, so that two are complete.
			patiently().until(() -> !daemon.alive() || sample.log().count("Restarting, requested by SIGUSR1") >= 3);
		}
		finally {
			storm.shutdownNow();
		}
		assertServing(sample, daemon);
	}

	@Test
	void restartSignalAtEachMomentOfStartLeavesService() {
		// Each start gets a signal every 200 ms, the next one a step later.
		for (int first = 0; first < SWEEP_MILLIS; first += STEP_MILLIS) {
			SampleDaemon sample = this.bench.sample(this.jdk).tiny();
			Launch launch = sample.begin();
			ProcFs daemon = launch.daemon();
			pause(first);
			while (launch.process().isAlive()) {
				Signal.USR1.send(daemon.pid());
				pause(SWEEP_MILLIS);
			}
			assertThat(launch.result().status()).isZero();
			sample.awaitGeneration(1);
			assertServing(sample, daemon);
			Signal.TERM.send(daemon.pid());
			sample.awaitGone(daemon);
			sample.log().delete();
		}
	}

	@Test
	void stopSignalAtEachMomentOfRestartStops() {
		int step = 0;
		boolean restarted = false;
		while (!restarted) {
			assertThat(step).as("steps").isLessThan(MOST_STEPS);
			SampleDaemon sample = this.bench.sample(this.jdk).tiny();
			ProcFs daemon = sample.started();
			Signal.USR1.send(daemon.pid());
			pause(step * STEP_MILLIS);
			restarted = sample.generation() > 0;
			Signal.TERM.send(daemon.pid());
			sample.awaitGone(daemon);
			patiently().untilAsserted(() -> assertThat(this.bench.processes()).isEmpty());
			sample.log().delete();
			step++;
		}
		assertThat(step).as("steps").isGreaterThan(2);
	}

	@Test
	void stopThatWasPendingOverRestartLeavesNothing() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny();
		ProcFs daemon = sample.started();
		Files.createFile(sample.directory().resolve("hold"));
		Signal.USR1.send(daemon.pid());
		patiently().pollInterval(Duration.ofMillis(2))
			.until(() -> daemon.environment().stream().anyMatch((variable) -> variable.contains(" generation=1 ")));
		Signal.TERM.send(daemon.pid());
		sample.log().await("The initializers wait on purpose");
		// The moment: too late for a stop that did not wait for the shutdown handler.
		pause(HELD_MILLIS);
		Files.createFile(sample.directory().resolve("go-on"));
		sample.awaitGone(daemon);
		this.bench.assertNothingLeft(sample);
		assertThat(sample.log().count(SampleDaemon.READY)).isOne();
	}

	// As many generations have followed the first as restarts were begun.
	private static void assertServing(SampleDaemon sample, ProcFs daemon) {
		patiently().ignoreExceptions()
			.until(() -> !daemon.alive()
					|| sample.generation() == sample.log().count("Restarting, requested by SIGUSR1"));
		assertThat(daemon.alive()).isTrue();
		assertThat(sample.daemon()).isEqualTo(daemon);
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

}
