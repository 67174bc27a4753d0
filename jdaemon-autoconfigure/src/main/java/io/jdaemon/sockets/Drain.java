package io.jdaemon.sockets;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.jdaemon.process.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Lets the clients of servers that are about to close finish what they have begun.
 */
final class Drain {

	private static final long INTERVAL_MILLIS = 2;

	private static final Duration CLOSING = Duration.ofSeconds(1);

	// For ever: the application has a time limit of its own.
	private static final Duration OF_THE_APPLICATION = Duration.ofDays(1);

	private final List<EventStreams> streams = new CopyOnWriteArrayList<>();

	private volatile boolean ended;

	private volatile @Nullable Gap gap;

	void add(EventStreams streams) {
		this.streams.add(streams);
	}

	/**
	 * End what never ends by itself, because the context is about to be closed, and wait
	 * until the clients have agreed.
	 * @param servers the servers
	 */
	void endLongLived(Collection<ListeningServer> servers) {
		endStreams();
		List<ListeningServer> closing = List.copyOf(servers);
		closing.forEach(ListeningServer::endLongLived);
		Deadline deadline = Deadline.after(CLOSING);
		while (waits(!ending(closing).isEmpty(), deadline)) {
			// Wait for close frames.
		}
	}

	private void endStreams() {
		this.streams.forEach(EventStreams::end);
	}

	/**
	 * Announce the end, and stop accepting last: from then on new connections wait for
	 * what starts next. A connection that is open when the end is announced has some time
	 * for a last request, and so has one that was accepted since, counted from when the
	 * servers have stopped accepting: its client has hardly sent its first request.
	 * @param servers the servers
	 * @param timeout the time
	 * @return what is still open then, a sentence; empty if all have ended
	 */
	Optional<String> beforeGap(Collection<ListeningServer> servers, Duration timeout) {
		// A server may be removed from the collection once it has stopped accepting.
		List<ListeningServer> draining = List.copyOf(servers);
		long accepted = accepted(draining);
		draining.forEach(ListeningServer::announceEnd);
		Set<Object> open = connections(draining);
		Set<Object> before = Set.copyOf(open);
		Deadline first = Deadline.after(timeout);
		while (waits(!open.isEmpty(), first)) {
			open.retainAll(connections(draining));
		}
		draining.forEach(ListeningServer::stopAccepting);
		this.gap = draining.isEmpty() ? null : new Gap(Instant.now(), accepted(draining) - accepted);
		endStreams();
		Deadline second = Deadline.after(timeout);
		while (waits(!before.containsAll(connections(draining)), second)) {
			draining.forEach(ListeningServer::endLongLived);
		}
		draining.forEach(ListeningServer::endLongLived);
		Deadline third = Deadline.after(OF_THE_APPLICATION);
		while (waits(!ending(draining).isEmpty(), third)) {
			// Wait for what the application ends itself.
		}
		return rest(draining, timeout);
	}

	/**
	 * Stop accepting first, because a successor accepts, and wait until all connections
	 * have ended.
	 * @param servers the servers
	 * @param timeout how long to wait at most
	 * @return what is still open then, a sentence; empty if all have ended
	 */
	Optional<String> besideSuccessor(Collection<ListeningServer> servers, Duration timeout) {
		List<ListeningServer> draining = List.copyOf(servers);
		draining.forEach(ListeningServer::stopAccepting);
		draining.forEach(ListeningServer::announceEnd);
		endStreams();
		Deadline deadline = Deadline.after(timeout);
		while (waits(!connections(draining).isEmpty() || !ending(draining).isEmpty(), deadline)) {
			draining.forEach(ListeningServer::endLongLived);
		}
		return rest(draining, timeout);
	}

	private boolean waits(boolean open, Deadline deadline) {
		boolean waits = open && !this.ended && deadline.remainingNanos() > 0;
		if (waits) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS));
		}
		return waits;
	}

	private static List<ListeningServer> ending(List<ListeningServer> servers) {
		return servers.stream().filter(ListeningServer::ending).toList();
	}

	private static Set<Object> connections(List<ListeningServer> servers) {
		Set<Object> connections = new HashSet<>();
		servers.forEach((server) -> connections.addAll(server.connections()));
		return connections;
	}

	private static long accepted(List<ListeningServer> servers) {
		return servers.stream().mapToLong(ListeningServer::accepted).sum();
	}

	private static Optional<String> rest(List<ListeningServer> servers, Duration timeout) {
		List<ListeningServer> ending = ending(servers);
		if (!ending.isEmpty()) {
			return Optional.of("The application was still draining "
					+ ending.stream().map(ListeningServer::name).collect(Collectors.joining(", ")) + " after "
					+ timeout.toSeconds() + " s.");
		}
		int open = connections(servers).size();
		if (open == 0) {
			return Optional.empty();
		}
		return Optional.of(((open == 1) ? "1 connection was" : open + " connections were") + " still open after "
				+ timeout.toSeconds() + " s. Each is closed after the response to its request, if it has one and the"
				+ " graceful shutdown of the application allows it, or else now.");
	}

	/**
	 * The gap in which new connections wait for what starts next.
	 * @return the gap, empty if no server has stopped accepting
	 */
	Optional<Gap> gap() {
		return Optional.ofNullable(this.gap);
	}

	/**
	 * End the wait.
	 */
	void end() {
		this.ended = true;
	}

}
