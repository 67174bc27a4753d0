package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Paths with bytes that the locale cannot decode, and with letters that it cannot encode.
 */
@EachJdk
class PathNamesIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	PathNamesIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void everyCommandWorksInDirectoryThatIsNotUtf8() {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.shell("mkdir -p \"$(printf 'caf\\351')\" && cd \"$(printf 'caf\\351')\" && exec \"$@\"");
		assertEveryCommandWorks(sample);
	}

	@Test
	void everyCommandWorksWithNameThatTheLocaleCannotEncode() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().environment("LANG", "C");
		Files.writeString(sample.directory().resolve("fault.properties"),
				"jdaemon.pid-file=caf\\u00e9.pid\njdaemon.out=caf\\u00e9.log\njdaemon.err=caf\\u00e9.log\n");
		assertEveryCommandWorks(sample);
	}

	private void assertEveryCommandWorks(SampleDaemon sample) {
		sample.start().assertPrinted(0, "Started sample-app .*");
		sample.command("status").assertStatus("sample-app is running .*");
		sample.command("restart").assertPrinted(0, "Restarted sample-app .*");
		sample.command("reopen").assertPrinted(0, "Reopened .*");
		sample.command("stop").assertPrinted(0, "Stopped sample-app .*");
		this.bench.assertNothingLeft(sample);
	}

}
