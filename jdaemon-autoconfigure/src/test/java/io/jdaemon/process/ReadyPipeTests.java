package io.jdaemon.process;

import java.nio.file.Files;
import java.nio.file.Path;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ReadyPipe}.
 */
@EnabledOnOs(OS.LINUX)
class ReadyPipeTests {

	private final Posix posix = PosixOverrides.real();

	private int[] ends;

	@BeforeEach
	void createPipe() throws PosixException {
		this.ends = this.posix.pipe();
	}

	@Test
	void awaitReadyWhenToldIsTrueAndThenAtTheEnd() throws PosixException {
		ReadyPipe reader = ReadyPipe.reader(this.posix, this.ends[0]);
		ReadyPipe.inherited(this.posix, this.ends[1]).ready();
		assertThat(reader.awaitReady()).isTrue();
		assertThat(reader.awaitReady()).isFalse();
	}

	@Test
	void awaitReadyWhenOtherEndClosesUntoldIsFalse() throws PosixException {
		this.posix.close(this.ends[1]);
		assertThat(ReadyPipe.reader(this.posix, this.ends[0]).awaitReady()).isFalse();
	}

	@Test
	void readyWhenNobodyListensIsSurvived() throws PosixException {
		this.posix.close(this.ends[0]);
		ReadyPipe writer = ReadyPipe.inherited(this.posix, this.ends[1]);
		assertThatNoException().isThrownBy(writer::ready);
	}

	@Test
	void inheritedEndIsClosedOnExec() throws Exception {
		Path flags = Path.of("/proc/self/fdinfo/" + this.ends[1]);
		this.posix.closeOnExec(this.ends[1], false);
		assertThat(Files.readString(flags)).doesNotContainPattern("flags:\t02\\d{6}\n");
		ReadyPipe.inherited(this.posix, this.ends[1]);
		assertThat(Files.readString(flags)).containsPattern("flags:\t02\\d{6}\n");
	}

}
