package io.jdaemon.bench.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonLog;
import io.jdaemon.bench.load.LoadSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Subjects take turns, and each is stopped before the next one starts.
 */
class ComparisonTests {

	private final List<String> events = new ArrayList<>();

	@Test
	void subjectsTakeTurns() throws DaemonException, IOException, InterruptedException {
		Comparison comparison = comparison(new FakeSubject("a", 2), new FakeSubject("b", 3));
		comparison.run(2, 0);
		List<Measurements> results = comparison.results();
		assertThat(this.events).containsExactly("start a", "stop a", "1 a", "start b", "stop b", "1 b", "start a",
				"stop a", "2 a", "start b", "stop b", "2 b");
		assertThat(results).extracting(Measurements::subject).containsExactly("a", "b");
		assertThat(results.get(1).startUps()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
		assertThat(results.get(1).restarts()).isEmpty();
	}

	@Test
	void subjectThatDoesNotStartIsNamedAndStopped() {
		assertThatExceptionOfType(DaemonException.class)
			.isThrownBy(() -> comparison(new FakeSubject("a", 0), new FakeSubject("b", 3)).run(2, 0))
			.withMessageStartingWith("a: no start");
		assertThat(this.events).containsExactly("start a", "stop a");
	}

	@Test
	void resultsBeforeAFailureAreKept() {
		Comparison comparison = comparison(new FakeSubject("a", 2), new FakeSubject("b", 0));
		assertThatExceptionOfType(DaemonException.class).isThrownBy(() -> comparison.run(2, 0));
		assertThat(comparison.results()).singleElement()
			.satisfies((result) -> assertThat(result.startUps()).containsExactly(Duration.ofSeconds(2)));
	}

	private Comparison comparison(Subject... subjects) {
		LoadSettings load = new LoadSettings(Map.of(), 1, 1, "/", 0);
		return new Comparison(List.of(subjects), load, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
				(round, subject, result) -> this.events.add(round + " " + subject));
	}

	private final class FakeSubject implements Subject {

		private final String name;

		private final int seconds;

		FakeSubject(String name, int seconds) {
			this.name = name;
			this.seconds = seconds;
		}

		@Override
		public Duration start() throws DaemonException {
			ComparisonTests.this.events.add("start " + this.name);
			if (this.seconds == 0) {
				throw new DaemonException("no start");
			}
			return Duration.ofSeconds(this.seconds);
		}

		@Override
		public boolean restarts() {
			return false;
		}

		@Override
		public void restart() {
		}

		@Override
		public void stop() {
			ComparisonTests.this.events.add("stop " + this.name);
		}

		@Override
		public DaemonLog log() {
			return new DaemonLog(Path.of("/nowhere"));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
