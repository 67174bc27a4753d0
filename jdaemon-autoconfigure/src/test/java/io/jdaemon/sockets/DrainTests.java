package io.jdaemon.sockets;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Drain}, with servers whose connections change each time they are
 * counted.
 */
class DrainTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String OLD = "old";

	private static final String NEW = "new";

	private final Drain drain = new Drain();

	private final FakeServer server = new FakeServer();

	@Test
	void acceptsUntilThoseThatWereOpenHaveEnded() {
		this.server.accepting(List.of(Set.of(OLD), Set.of(OLD, NEW), Set.of(OLD), Set.of(NEW)));
		this.server.stopped(List.of(Set.of(NEW), Set.of(NEW), Set.of()));
		assertThat(this.drain.beforeGap(List.of(this.server), LONG)).isEmpty();
		assertThat(this.server.journal).containsExactly("announced", "[old]", OLD + " and more", "[old]", "[new]",
				"stopped", "[new]", "[new]", "[]", "[]");
		assertThat(this.drain.gap()).map(Gap::acceptedLast).contains(7L);
	}

	@Test
	void stopsAcceptingAtOnceWithoutConnections() {
		this.server.accepting(List.of(Set.of()));
		this.server.stopped(List.of(Set.of()));
		assertThat(this.drain.beforeGap(List.of(this.server), LONG)).isEmpty();
		assertThat(this.server.journal).containsExactly("announced", "[]", "stopped", "[]", "[]");
	}

	@Test
	void connectionThatHasHadItsTimeIsNotAwaitedAgain() {
		this.server.accepting(List.of(Set.of(OLD)));
		this.server.stopped(List.of(Set.of(OLD)));
		assertThat(this.drain.beforeGap(List.of(this.server), Duration.ZERO)).get()
			.asString()
			.startsWith("1 connection was still open after 0 s. ");
		assertThat(this.server.journal).containsExactly("announced", "[old]", "stopped", "[old]", "[old]");
	}

	@Test
	void stopsAcceptingFirstBesideSuccessor() {
		this.server.accepting(List.of(Set.of(OLD)));
		this.server.stopped(List.of(Set.of(OLD), Set.of()));
		assertThat(this.drain.besideSuccessor(List.of(this.server), LONG)).isEmpty();
		assertThat(this.server.journal).containsExactly("stopped", "announced", "[old]", "[]", "[]");
		assertThat(this.drain.gap()).isEmpty();
	}

	@Test
	void endsWhenAsked() {
		this.drain.end();
		this.server.accepting(List.of(Set.of(OLD)));
		this.server.stopped(List.of(Set.of(OLD, NEW)));
		assertThat(this.drain.beforeGap(List.of(this.server), LONG)).get()
			.asString()
			.startsWith("2 connections were still open after 30 s. ");
	}

	@Test
	void streamsEndOnceNothingIsAcceptedAnyMore() {
		this.drain.add(() -> this.server.journal.add("streams end"));
		this.server.accepting(List.of(Set.of()));
		this.server.stopped(List.of(Set.of()));
		this.drain.beforeGap(List.of(this.server), LONG);
		assertThat(this.server.journal).startsWith("announced", "[]", "stopped", "streams end");
		this.server.journal.clear();
		this.drain.besideSuccessor(List.of(this.server), LONG);
		assertThat(this.server.journal).startsWith("stopped", "announced", "streams end");
	}

	@Test
	void awaitsWhatTheApplicationEndsItself() {
		this.server.accepting(List.of(Set.of()));
		this.server.stopped(List.of(Set.of()));
		this.server.ending = 3;
		assertThat(this.drain.beforeGap(List.of(this.server), Duration.ZERO)).isEmpty();
		assertThat(this.server.ending).isNegative();
	}

	/** A server whose connections are in a script; the last ones stay. */
	private static final class FakeServer implements ListeningServer {

		private final List<String> journal = new ArrayList<>();

		private int ending;

		private Deque<Set<String>> current = new ArrayDeque<>();

		private Deque<Set<String>> next = new ArrayDeque<>();

		private void accepting(List<Set<String>> connections) {
			this.current = new ArrayDeque<>(connections);
		}

		private void stopped(List<Set<String>> connections) {
			this.next = new ArrayDeque<>(connections);
		}

		@Override
		public InetSocketAddress requestedAddress() {
			return InetSocketAddress.createUnresolved("localhost", 0);
		}

		@Override
		public InetSocketAddress localAddress() {
			return requestedAddress();
		}

		@Override
		public void announceEnd() {
			this.journal.add("announced");
		}

		@Override
		public void stopAccepting() {
			this.journal.add("stopped");
			this.current = this.next;
		}

		@Override
		public long accepted() {
			return this.journal.contains("stopped") ? 12 : 5;
		}

		@Override
		public boolean ending() {
			this.ending--;
			return this.ending > 0;
		}

		@Override
		public Set<?> connections() {
			Set<String> connections = (this.current.size() > 1) ? this.current.removeFirst() : this.current.getFirst();
			this.journal.add((connections.size() > 1) ? OLD + " and more" : connections.toString());
			return connections;
		}

	}

}
