package io.jdaemon.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run: start, warm-up, the restarts under load.
 */
final class BenchRun {

	private static final int WARM_UP_REQUESTS = 1000;

	private static final Duration WARM_UP_TIME = Duration.ofSeconds(10);

	private static final Duration RESTART_PATIENCE = Duration.ofSeconds(180);

	private final Options options;

	private final ServerDaemon daemon;

	private final InetSocketAddress address;

	private final PrintStream out;

	BenchRun(Options options, ServerDaemon daemon, InetSocketAddress address, PrintStream out) {
		this.options = options;
		this.daemon = daemon;
		this.address = address;
		this.out = out;
	}

	BenchResult run() throws DaemonException, IOException, InterruptedException {
		List<Duration> startUps = startUps();
		this.out.println("Warming up");
		warmUp();
		Load load = new Load(this.options, this.address);
		try (Wrk wrk = Wrk.start(this.options, this.address, this.out)) {
			load.start();
			settle(load, 0);
			List<Duration> restarts = restarts(load, startUps.get(startUps.size() - 1));
			load.awaitRequests(this.options.requests());
			load.finish();
			wrk.printOutput(this.out);
			return new BenchResult(startUps, restarts, load.counters(), load.longestPause());
		}
	}

	private List<Duration> startUps() throws DaemonException, IOException, InterruptedException {
		List<Duration> startUps = new ArrayList<>();
		startUps.add(start());
		while (startUps.size() < this.options.starts()) {
			this.daemon.stop();
			startUps.add(start());
		}
		return startUps;
	}

	private Duration start() throws DaemonException, IOException, InterruptedException {
		Duration startUp = this.daemon.start();
		this.out.println("Started in " + Report.seconds(startUp));
		return startUp;
	}

	private void warmUp() throws DaemonException {
		long start = System.nanoTime();
		try (HttpConnection connection = HttpConnection.open(this.address)) {
			for (int i = 0; i < WARM_UP_REQUESTS && System.nanoTime() - start < WARM_UP_TIME.toNanos(); i++) {
				HttpResponse answer = connection.get(this.options.path(), false);
				if (answer.status() / 100 != 2) {
					throw new DaemonException("GET " + this.options.path() + " answers " + answer.status() + ".");
				}
				if (answer.closes()) {
					return;
				}
			}
		}
		catch (RequestException ex) {
			throw new DaemonException("GET " + this.options.path() + " fails before any restart: " + ex.sentence()
					+ ". " + this.daemon.lastWords());
		}
	}

	private List<Duration> restarts(Load load, Duration startUp)
			throws DaemonException, IOException, InterruptedException {
		GenerationProbe probe = new GenerationProbe(this.address, RESTART_PATIENCE);
		List<Duration> durations = new ArrayList<>();
		int generation = probe.current();
		for (int round = 1; round <= this.options.restarts(); round++) {
			load.roundBegins();
			long start = System.nanoTime();
			if (this.options.strategy() == Strategy.NONE) {
				Thread.sleep(startUp.toMillis());
			}
			else {
				this.daemon.signalRestart();
				generation = awaitAfter(probe, generation);
				durations.add(Duration.ofNanos(System.nanoTime() - start));
				this.out.printf("Restart %d: generation %d after %s%n", round, generation,
						Report.seconds(durations.get(durations.size() - 1)));
			}
			load.roundIsOver();
			settle(load, round);
			load.awaitRequests((long) this.options.requests() * round / this.options.restarts());
		}
		return durations;
	}

	private int awaitAfter(GenerationProbe probe, int generation) throws DaemonException, InterruptedException {
		try {
			return probe.awaitAfter(generation, this.daemon::gone);
		}
		catch (DaemonException ex) {
			throw new DaemonException(ex.getMessage() + " " + this.daemon.lastWords());
		}
	}

	private void settle(Load load, int round) throws InterruptedException {
		if (!load.awaitSettled(round)) {
			this.out.println(
					"After a minute not every client has had " + this.options.answers() + " answers; the run goes on");
		}
	}

}
