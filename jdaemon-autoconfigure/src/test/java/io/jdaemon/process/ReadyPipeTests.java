package io.jdaemon.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadyPipe}.
 */
@KernelTest
class ReadyPipeTests {

	private final Posix posix = PosixOverrides.real();

	private int[] ends;

	@BeforeEach
	void createPipe() throws PosixException {
		this.ends = this.posix.pipe();
	}

	@Test
	void readyWritesSecondsAndCloseEndsPipe() throws PosixException {
		ReadyPipe pipe = ReadyPipe.inherited(this.posix, this.ends[1]);
		assertThat(pipe.ready(Duration.ofMillis(2949))).isTrue();
		assertThat(this.posix.read(this.ends[0], 100)).asString().isEqualTo("ready 2.9\n");
		pipe.published();
		assertThat(this.posix.read(this.ends[0], 100)).asString().isEqualTo("published\n");
		pipe.close();
		assertThat(this.posix.read(this.ends[0], 100)).isEmpty();
	}

	@Test
	void readyWhenReadEndIsClosedIsFalse() throws PosixException {
		this.posix.close(this.ends[0]);
		assertThat(ReadyPipe.inherited(this.posix, this.ends[1]).ready(Duration.ZERO)).isFalse();
	}

	@Test
	void inheritedMakesPipeCloseOnExec() throws Exception {
		Path flags = Path.of("/proc/self/fdinfo/" + this.ends[1]);
		this.posix.closeOnExec(this.ends[1], false);
		assertThat(Files.readString(flags)).doesNotContainPattern("flags:\t02\\d{6}\n");
		ReadyPipe.inherited(this.posix, this.ends[1]);
		assertThat(Files.readString(flags)).containsPattern("flags:\t02\\d{6}\n");
	}

}
