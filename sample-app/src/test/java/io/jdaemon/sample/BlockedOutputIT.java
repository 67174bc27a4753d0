package io.jdaemon.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Standard output is a pipe that is full and that is not read any more: TERM still ends
 * the process, in order if the application itself does not print, and else once it is out
 * of time.
 */
@EachJdk
class BlockedOutputIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	BlockedOutputIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void stopEndsInOrder() throws Exception {
		assertThat(stopped().status()).isZero();
	}

	@Test
	void stopOfApplicationThatPrintsIsHalted() throws Exception {
		assertThat(stopped("--fault.says-goodbye=true", "--jdaemon.stop-timeout=2s").status()).isEqualTo(124);
	}

	private Launch.Result stopped(String... arguments) throws Exception {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.foreground()
			.arguments(arguments)
			.shell("mkfifo full; cat full >read.log & echo $! >reader; exec \"$@\" >full 2>&1");
		Launch launch = sample.begin();
		Path directory = this.bench.directory();
		new TextFile(directory.resolve("read.log")).await(SampleDaemon.READY);
		this.bench
			.process("/bin/sh", "-c",
					"kill -STOP $(cat reader); exec dd if=/dev/zero of=full oflag=nonblock conv=notrunc bs=1")
			.waitFor();
		Signal.TERM.send(launch.pid());
		Launch.Result result = launch.result();
		sample.assertNothingVisible();
		return result;
	}

}
