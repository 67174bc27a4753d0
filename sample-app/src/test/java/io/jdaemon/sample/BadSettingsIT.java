package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A wrong setting is reported in one sentence, with the right status, and starts nothing.
 */
@EachJdk
class BadSettingsIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	BadSettingsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			mode=sometimes                 | 2  | "sometimes"                           | auto, daemon, foreground, off
			signals.FOO=stop               | 2  | jdaemon.signals.FOO                   | USR1
			signals.USR2=restart           | 2  | HotSpot needs USR2                    | USR1
			signals.QUIT=stop              | 2  | prints its threads on QUIT            | USR1
			signals.USR1=jump              | 2  | "jump"                                | restart
			stop-timeout=soon              | 2  | "soon"                                | 30s
			startup-timeout=-1s            | 2  | jdaemon.startup-timeout               | 30s
			out=missing/app.log            | 73 | missing/app.log                       | No such file or directory
			err=/proc/app.log              | 73 | /proc/app.log                         | cannot be opened
			out=.                          | 73 | cannot be opened                      | directory
			pid-file=missing/app.pid       | 73 | missing/app.pid                       | No such file or directory
			pid-file=/proc/app.pid         | 73 | /proc/app.pid                         | cannot be created
			""")
	void startWithWrongValueIsRefused(String setting, int status, String found, String remedy) {
		assertRefused("--jdaemon." + setting, status, found, remedy);
	}

	@Test
	void startWithDirectoryAsPidFileIsRefused() throws IOException {
		Path directory = Files.createDirectory(this.bench.directory().resolve("taken"));
		assertRefused("--jdaemon.pid-file=taken", 73, "taken", "directory");
		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void startWithFifoAsPidFileIsRefused() throws IOException, InterruptedException {
		assertThat(this.bench.process("mkfifo", "taken").waitFor()).isZero();
		assertRefused("--jdaemon.pid-file=taken", 73, "taken", "fifo");
	}

	@Test
	void startWithFifoAsOutputIsRefused() throws IOException, InterruptedException {
		assertThat(this.bench.process("mkfifo", "taken").waitFor()).isZero();
		assertRefused("--jdaemon.out=taken", 73, "taken", "fifo");
	}

	@Test
	void startWithSymbolicLinkAsPidFileIsRefused() throws IOException {
		Path target = Files.writeString(this.bench.directory().resolve("precious"), "precious");
		Files.createSymbolicLink(this.bench.directory().resolve("taken"), target);
		assertRefused("--jdaemon.pid-file=taken", 73, "taken", "symbolic link");
		assertThat(target).hasContent("precious");
	}

	private void assertRefused(String argument, int status, String found, String remedy) {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments(argument);
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(status);
		assertThat(result.out()).isEmpty();
		List<String> lines = result.errLines();
		assertThat(lines).singleElement().asString().contains(found).contains(remedy);
		assertThat(this.bench.processes()).isEmpty();
		sample.assertNothingVisible();
		assertThat(sample.log().text()).isEmpty();
	}

}
