package io.jdaemon.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.jdaemon.bench.client.Client;
import io.jdaemon.bench.client.ClientKind;
import io.jdaemon.bench.client.RequestCounters;
import io.jdaemon.bench.client.ResponseTimeline;

/**
 * All clients, each in its own thread.
 */
public final class Load {

	private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(60);

	private static final long POLL_MILLIS = 10;

	private final RestartProgress progress = new RestartProgress();

	private final ResponseTimeline timeline = new ResponseTimeline();

	private final Map<ClientKind, RequestCounters> counters = new EnumMap<>(ClientKind.class);

	private final List<ClientLoop> loops = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	public Load(LoadSettings settings, InetSocketAddress address) {
		settings.clients().forEach((kind, number) -> {
			for (int i = 0; i < number; i++) {
				add(kind, settings, address);
			}
		});
	}

	private void add(ClientKind kind, LoadSettings settings, InetSocketAddress address) {
		RequestCounters own = this.counters.computeIfAbsent(kind, (any) -> new RequestCounters());
		Client client = kind.client(address, settings.path(), own, this.timeline);
		ClientLoop loop = (kind == ClientKind.IDLE) ? new IdleClientLoop(client, this.progress)
				: new BusyClientLoop(client, this.progress, settings.pauseMillis(), settings.responses());
		Thread thread = new Thread(() -> run(loop), kind + "-" + this.threads.size());
		thread.setDaemon(true);
		this.loops.add(loop);
		this.threads.add(thread);
	}

	private static void run(ClientLoop loop) {
		try {
			loop.run();
		}
		catch (InterruptedException ex) {
			// The loop ends.
		}
	}

	public void start() {
		this.threads.forEach(Thread::start);
	}

	public void restartStarted() {
		this.progress.restartStarted();
	}

	public void restartCompleted() {
		this.loops.forEach(ClientLoop::restartCompleted);
		this.progress.restartCompleted();
	}

	/**
	 * Wait until every client has made enough requests for the next restart to start.
	 * @param restarts the number of restarts so far
	 * @return whether that took no more than a minute
	 */
	public boolean awaitSettled(int restarts) throws InterruptedException {
		long start = System.nanoTime();
		while (!this.loops.stream().allMatch((loop) -> loop.settled(restarts))) {
			if (System.nanoTime() - start > SETTLE_TIMEOUT.toNanos()) {
				return false;
			}
			Thread.sleep(POLL_MILLIS);
		}
		return true;
	}

	public void awaitRequests(long number) throws InterruptedException {
		while (this.counters.values().stream().mapToLong(RequestCounters::requests).sum() < number) {
			Thread.sleep(POLL_MILLIS);
		}
	}

	/**
	 * Let every client finish its current request, then end all threads.
	 */
	public void finish() throws InterruptedException {
		this.progress.finish();
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.loops.forEach(ClientLoop::close);
	}

	public Map<ClientKind, RequestCounters> counters() {
		return this.counters;
	}

	public ResponseTimeline timeline() {
		return this.timeline;
	}

}
