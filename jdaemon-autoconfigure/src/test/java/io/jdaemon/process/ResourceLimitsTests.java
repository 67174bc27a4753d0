package io.jdaemon.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceLimits}, most of them with fake limits.
 */
@KernelTest
class ResourceLimitsTests {

	private static final int OPEN_FILES = 7;

	private final FakeLimits limits = new FakeLimits();

	private final Posix posix = PosixOverrides.with(this.limits);

	@Test
	void restoreSetsChangedLimitOnly() throws PosixException {
		ResourceLimits soft = ResourceLimits.read(this.posix);
		this.limits.set(OPEN_FILES, 4096, 4096);
		soft.restore();
		assertThat(this.limits.values.get(OPEN_FILES)).containsExactly(1024, 4096);
		assertThat(this.limits.changed).containsExactly(OPEN_FILES);
	}

	@Test
	void restoreWhenHardLimitWasLoweredIsBoundedByIt() throws PosixException {
		ResourceLimits soft = ResourceLimits.read(this.posix);
		this.limits.set(OPEN_FILES, 100, 512);
		soft.restore();
		assertThat(this.limits.values.get(OPEN_FILES)).containsExactly(512, 512);
	}

	@Test
	void restoreWhenThereWasNoLimitIsBoundedByHardLimit() throws PosixException {
		this.limits.set(OPEN_FILES, -1, -1);
		ResourceLimits soft = ResourceLimits.read(this.posix);
		this.limits.set(OPEN_FILES, 100, 512);
		soft.restore();
		assertThat(this.limits.values.get(OPEN_FILES)).containsExactly(512, 512);
	}

	@Test
	void restoreWhenThereIsNoHardLimitSetsSoftLimit() throws PosixException {
		this.limits.set(OPEN_FILES, 1024, -1);
		ResourceLimits soft = ResourceLimits.read(this.posix);
		this.limits.set(OPEN_FILES, -1, -1);
		soft.restore();
		assertThat(this.limits.values.get(OPEN_FILES)).containsExactly(1024, -1);
	}

	@Test
	void restoreSetsLimitOfRealProcess() throws PosixException {
		Posix real = PosixOverrides.real();
		long[] before = real.getrlimit(OPEN_FILES);
		ResourceLimits soft = ResourceLimits.read(real);
		real.setrlimit(OPEN_FILES, new long[] { before[0] - 1, before[1] });
		assertThat(real.getrlimit(OPEN_FILES)).containsExactly(before[0] - 1, before[1]);
		soft.restore();
		assertThat(real.getrlimit(OPEN_FILES)).containsExactly(before);
	}

	/** The two calls of {@link Posix} on limits, which change no process. */
	private static final class FakeLimits {

		private final List<long[]> values = new ArrayList<>(
				Collections.nCopies(Posix.RLIM_NLIMITS, new long[] { 1024, 4096 }));

		private final List<Integer> changed = new ArrayList<>();

		void set(int resource, long soft, long hard) {
			this.values.set(resource, new long[] { soft, hard });
		}

		long[] getrlimit(int resource) {
			return Arrays.copyOf(this.values.get(resource), 2);
		}

		void setrlimit(int resource, long[] limits) {
			this.changed.add(resource);
			this.values.set(resource, limits);
		}

	}

}
