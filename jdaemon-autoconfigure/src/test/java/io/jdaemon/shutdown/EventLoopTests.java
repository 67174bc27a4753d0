package io.jdaemon.shutdown;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.jdaemon.process.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventLoop}.
 */
class EventLoopTests {

	private final EventLoop events = new EventLoop(new LifecycleLog(() -> {
	}, () -> true));

	private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

	private volatile boolean repeats = true;

	@AfterEach
	void endRepetition() {
		this.repeats = false;
	}

	@Test
	void eventsAndAlarmAreHandledAlthoughTheTaskIsAlwaysDue() throws InterruptedException {
		this.events.repeat(this::now, () -> {
		});
		this.events.start();
		this.events.add(() -> {
			this.handled.add("event");
			this.events.alarm(Duration.ofNanos(1), () -> this.handled.add("alarm"));
		});
		assertThat(next()).isEqualTo("event");
		assertThat(next()).isEqualTo("alarm");
	}

	@Test
	void taskRunsAlthoughThereAreAlwaysEvents() throws InterruptedException {
		this.events.repeat(this::now, () -> this.handled.add("task"));
		this.events.add(this::again);
		this.events.start();
		assertThat(next()).isEqualTo("task");
	}

	@Test
	void taskRunsOnceItIsDue() throws InterruptedException {
		Deadline soon = Deadline.after(Duration.ofMillis(20));
		this.events.repeat(() -> this.repeats ? Optional.of(soon) : Optional.empty(), () -> {
			this.repeats = false;
			this.handled.add((soon.remainingNanos() <= 0) ? "task" : "too early");
		});
		this.events.start();
		assertThat(next()).isEqualTo("task");
	}

	@Test
	void awaitReturnsOnceTheEventIsHandled() {
		this.events.start();
		CompletableFuture<Void> event = new CompletableFuture<>();
		this.events.await(() -> event.complete(null));
		assertThat(event).isDone();
	}

	private Optional<Deadline> now() {
		return this.repeats ? Optional.of(Deadline.after(Duration.ZERO)) : Optional.empty();
	}

	private void again() {
		if (this.repeats) {
			this.events.add(this::again);
		}
	}

	private String next() throws InterruptedException {
		return this.handled.poll(20, TimeUnit.SECONDS);
	}

}
