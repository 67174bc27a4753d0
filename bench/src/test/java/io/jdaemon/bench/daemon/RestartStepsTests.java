package io.jdaemon.bench.daemon;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static io.jdaemon.bench.daemon.RestartStep.ACCEPTING_STOPPED;
import static io.jdaemon.bench.daemon.RestartStep.CONFIG_DATA;
import static io.jdaemon.bench.daemon.RestartStep.DECIDED;
import static io.jdaemon.bench.daemon.RestartStep.EXEC;
import static io.jdaemon.bench.daemon.RestartStep.SOCKETS_TAKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of {@link RestartSteps} and {@link ImageState}.
 */
class RestartStepsTests {

	private final RestartSteps steps = new RestartSteps(new ImageState("1", 0, 100));

	private int time;

	@Test
	void stepsAreFoundInTheirOrder() {
		observe("1", 0, 100);
		observe("1", 0, 150);
		// Connections that are accepted at once
		observe("1", 2, 160);
		observe("1", 0, 160);
		observe("1", 1, 170);
		observe("1", 3, 170);
		observe("2", 3, 170);
		observe("2", 4, 171);
		observe("2", 3, 180);
		observe("2", 5, 190);
		assertThat(this.steps.times()).containsOnly(entry(DECIDED, millis(2)), entry(ACCEPTING_STOPPED, millis(5)),
				entry(EXEC, millis(7)), entry(CONFIG_DATA, millis(8)), entry(SOCKETS_TAKEN, millis(9)));
		assertThat(this.steps.outputOfNextImage()).isEqualTo(170);
	}

	@Test
	void socketsThatNoClientWaitsForAreNotSeen() {
		observe("1", 0, 101);
		observe("2", 0, 101);
		observe("2", 0, 102);
		assertThat(this.steps.times()).containsOnlyKeys(DECIDED, EXEC, CONFIG_DATA);
	}

	@Test
	void stateIsReadFromProc() {
		StringBuilder stat = new StringBuilder("7 (a) b c) S");
		for (int field = 4; field <= 52; field++) {
			stat.append(' ').append(field);
		}
		assertThat(ImageState.image(stat.toString())).isEqualTo("28");
		assertThat(ImageState.waiting("""
				  sl  local_address rem_address   st tx_queue rx_queue tr tm->when
				   0: 0100007F:1F90 00000000:0000 0A 00000000:0000000B 00:00000000
				   1: 0100007F:1F90 0100007F:C350 01 00000000:00000005 00:00000000
				   2: 0100007F:1F91 00000000:0000 0A 00000000:00000002 00:00000000
				""", 8080)).isEqualTo(11);
	}

	private void observe(String image, int waiting, long output) {
		this.time++;
		this.steps.observe(millis(this.time), new ImageState(image, waiting, output));
	}

	private static Duration millis(int millis) {
		return Duration.ofMillis(millis);
	}

}
