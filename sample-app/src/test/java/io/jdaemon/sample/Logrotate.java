package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * logrotate(8) with the lines that jdaemon prints for it.
 */
record Logrotate(SampleDaemon sample, Path directory) {

	private static final Path PROGRAM = Path.of("/usr/sbin/logrotate");

	/**
	 * Write the lines to a file, or skip the test where logrotate is missing.
	 * @param sample the application, whose command prints them
	 * @param directory where to write them
	 * @return the rotation
	 * @throws IOException if they cannot be written
	 */
	static Logrotate configured(SampleDaemon sample, Path directory) throws IOException {
		assumeTrue(Files.exists(PROGRAM) || System.getenv("JDAEMON_REQUIRE_LOGROTATE") != null,
				"logrotate is not installed");
		Launch.Result printed = sample.command("systemd-unit", "--jdaemon.output=logrotate");
		assertThat(printed.status()).as(printed.toString()).isZero();
		Files.writeString(directory.resolve("rotate.conf"), printed.out());
		return new Logrotate(sample, directory);
	}

	/** Rotate the output files, which must print nothing. */
	void rotate() {
		Launch.Result result = this.sample.script(PROGRAM + " --force --state '" + this.directory.resolve("state")
				+ "' '" + this.directory.resolve("rotate.conf") + "'");
		assertThat(result).isEqualTo(new Launch.Result(0, "", ""));
	}

}
