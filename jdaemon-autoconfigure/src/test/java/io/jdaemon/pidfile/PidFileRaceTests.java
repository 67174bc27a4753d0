package io.jdaemon.pidfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PidFile} when many processes claim it at once.
 */
@KernelTest
class PidFileRaceTests {

	private static final int STARTS = 20;

	private final Posix posix = PosixOverrides.real();

	private final ExecutorService threads = Executors.newFixedThreadPool(STARTS);

	@TempDir
	private Path directory;

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@RepeatedTest(20)
	void claimByManyIsWonByOne() throws Exception {
		assertThat(race(this.directory.resolve("orders.pid"))).hasSize(1);
	}

	@RepeatedTest(20)
	void claimByManyWhenFileIsStaleIsWonByOne() throws Exception {
		Path path = Files.writeString(this.directory.resolve("orders.pid"), "4711\n");
		assertThat(race(path)).hasSize(1);
	}

	@RepeatedTest(20)
	void claimByManyWhenHiddenFileIsStaleIsWonByOne() throws Exception {
		Files.writeString(this.directory.resolve(".orders.pid.lock"), "4711\n");
		assertThat(race(this.directory.resolve("orders.pid"))).hasSize(1);
	}

	// One has locked the hidden name and checks the stale file a last time, just when the
	// other checks it for the first time.
	@Test
	void claimByTwoWhenBothLookAtStaleFileIsWonByOne() throws Exception {
		Path path = Files.writeString(this.directory.resolve("orders.pid"), "4711\n");
		Looks looks = new Looks(this.posix);
		Posix first = PosixOverrides.with(new Object() {
			boolean flock(int descriptor, boolean exclusive) throws Exception {
				return looks.first(descriptor, exclusive);
			}

			void unlink(String name) throws Exception {
				looks.otherGoesOn();
				PidFileRaceTests.this.posix.unlink(name);
			}
		});
		Posix second = PosixOverrides.with(new Object() {
			boolean flock(int descriptor, boolean exclusive) throws Exception {
				return looks.second(descriptor, exclusive);
			}
		});
		Future<Optional<PidFile>> other = this.threads.submit(() -> {
			looks.firstIsThere.await(20, TimeUnit.SECONDS);
			try {
				return tryStart(second, path, 2);
			}
			finally {
				looks.secondIsDone.countDown();
			}
		});
		Optional<PidFile> one = tryStart(first, path, 1);
		assertThat(Stream.of(one, other.get()).flatMap(Optional::stream)).hasSize(1);
	}

	@Test
	void publishIsNeverSeenInPart() throws Exception {
		Path path = this.directory.resolve("orders.pid");
		Set<String> seen = ConcurrentHashMap.newKeySet();
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Future<?> reader = this.threads.submit(() -> {
			while (done.getCount() > 0) {
				try {
					seen.add(Files.readString(path));
					read.countDown();
				}
				catch (NoSuchFileException ex) {
					// claimed or retired
				}
			}
			return null;
		});
		for (int cycle = 0; cycle < 1000; cycle++) {
			PidFile file = PidFile.claim(this.posix, path.toString());
			file.publish(4711);
			if (cycle == 0) {
				read.await();
			}
			file.retire();
			file.release();
		}
		done.countDown();
		reader.get();
		assertThat(seen).containsExactly("4711\n");
	}

	private List<PidFile> race(Path path) throws Exception {
		CyclicBarrier start = new CyclicBarrier(STARTS);
		List<Future<Optional<PidFile>>> results = new ArrayList<>();
		for (int i = 0; i < STARTS; i++) {
			int pid = i;
			results.add(this.threads.submit(() -> {
				start.await();
				return tryStart(this.posix, path, pid);
			}));
		}
		List<PidFile> won = new ArrayList<>();
		for (Future<Optional<PidFile>> result : results) {
			result.get().ifPresent(won::add);
		}
		return won;
	}

	private Optional<PidFile> tryStart(Posix posix, Path path, int pid) throws IOException {
		try {
			PidFile file = PidFile.claim(posix, path.toString());
			file.publish(pid);
			return Optional.of(file);
		}
		catch (PidFileHeldException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Lets two starts meet at one moment.
	 */
	private static final class Looks {

		private static final int LAST_LOOK = 3;

		private final Posix posix;

		private final AtomicInteger firsts = new AtomicInteger();

		private final AtomicInteger seconds = new AtomicInteger();

		private final CountDownLatch firstIsThere = new CountDownLatch(1);

		private final CountDownLatch secondIsThere = new CountDownLatch(1);

		private final CountDownLatch secondMayGoOn = new CountDownLatch(1);

		private final CountDownLatch secondIsDone = new CountDownLatch(1);

		private Looks(Posix posix) {
			this.posix = posix;
		}

		boolean first(int descriptor, boolean exclusive) throws Exception {
			if (this.firsts.incrementAndGet() == LAST_LOOK) {
				this.firstIsThere.countDown();
				this.secondIsThere.await(20, TimeUnit.SECONDS);
			}
			return this.posix.flock(descriptor, exclusive);
		}

		boolean second(int descriptor, boolean exclusive) throws Exception {
			boolean free = this.posix.flock(descriptor, exclusive);
			if (this.seconds.incrementAndGet() == 1) {
				this.secondIsThere.countDown();
				this.secondMayGoOn.await(20, TimeUnit.SECONDS);
			}
			return free;
		}

		void otherGoesOn() throws Exception {
			this.secondMayGoOn.countDown();
			this.secondIsDone.await(20, TimeUnit.SECONDS);
		}

	}

}
