package io.jdaemon.bench.options;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Options of the simulation of a fleet.
 */
class FleetOptionsTests {

	@Test
	void everyHostRestartsUnlessLimited() throws UsageException {
		assertThat(FleetOptions.parse(new String[] { "--hosts=20" }).restarts()).isEqualTo(20);
		assertThat(FleetOptions.parse(new String[] { "--restarts=60" }).restarts()).isEqualTo(60);
	}

	@Test
	void timesAreDividedByTheScale() throws UsageException {
		FleetOptions options = FleetOptions.parse(new String[] { "--scale=20", "--hold=30", "--permits=3,4" });
		assertThat(options.scaled(options.hold())).isEqualTo(Duration.ofMillis(1500));
		assertThat(options.permits()).isEqualTo(List.of(3, 4));
		assertThat(options.url()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"--hosts=10 --restarts=11|--restarts=11 is more than the number of hosts, 10.",
			"--scale=0|--scale=0 makes no rollout; use for example --scale=10.",
			"--permits=1,0|--permits=1,0 is not a list of numbers; use for example --permits=1,10,50.",
			"--server=jetty|There is no option '--server=jetty'. The options are --connections=…, --hold=…,"
					+ " --hosts=…, --permits=…, --restarts=…, --scale=…, --url=….",
			"--url|--url requires exactly one value, for example" + " --url=jdbc:postgresql://127.0.0.1/bench." })
	void wrongOptionsAreRefused(String arguments, String message) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> FleetOptions.parse(arguments.split(" ")))
			.withMessage(message);
	}

}
