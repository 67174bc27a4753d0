package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Worker}.
 */
class WorkerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Test
	void taskThatThrowsIsSurvived() {
		Worker worker = new Worker("test", () -> {
			throw new StackOverflowError();
		});
		CompletableFuture<Void> task = worker.submit(() -> {
			throw new StackOverflowError();
		});
		assertThat(task).failsWithin(PATIENCE);
		assertThat(worker.await(PATIENCE)).isTrue();
	}

	@Test
	void taskThatInterruptsIsSurvived() {
		Worker worker = new Worker("test", () -> {
		});
		worker.submit(() -> Thread.currentThread().interrupt());
		assertThat(worker.await(PATIENCE)).isTrue();
	}

	@Test
	void taskThatBlocksIsNotAwaited() {
		CompletableFuture<Void> blocked = new CompletableFuture<>();
		Worker worker = new Worker("test", () -> {
		});
		worker.submit(blocked::join);
		assertThat(worker.await(Duration.ofMillis(1))).isFalse();
		blocked.complete(null);
		assertThat(worker.await(PATIENCE)).isTrue();
	}

}
