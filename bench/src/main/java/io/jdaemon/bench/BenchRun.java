package io.jdaemon.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.RestartProbe;
import io.jdaemon.bench.daemon.RestartStep;
import io.jdaemon.bench.daemon.RestartWatch;
import io.jdaemon.bench.daemon.ServerDaemon;
import io.jdaemon.bench.daemon.Strategy;
import io.jdaemon.bench.load.Load;
import io.jdaemon.bench.load.LoadSettings;
import io.jdaemon.bench.load.WarmUp;
import io.jdaemon.bench.load.Wrk;
import io.jdaemon.bench.options.Options;
import io.jdaemon.bench.report.BenchResult;
import io.jdaemon.bench.report.Report;

/**
 * One run: the start-up, the warm-up, the restarts under load.
 */
final class BenchRun {

	// From the first response until the application says that it is started
	private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

	private final Options options;

	private final ServerDaemon daemon;

	private final InetSocketAddress address;

	private final PrintStream out;

	private final List<Map<RestartStep, Duration>> timelines = new ArrayList<>();

	BenchRun(Options options, ServerDaemon daemon, InetSocketAddress address, PrintStream out) {
		this.options = options;
		this.daemon = daemon;
		this.address = address;
		this.out = out;
	}

	BenchResult run() throws DaemonException, IOException, InterruptedException {
		if (this.options.daemon().warm()) {
			this.out.println(Report.training(this.daemon.train()));
		}
		List<Duration> startUps = startUps();
		try {
			warmUp();
			return underLoad(startUps);
		}
		catch (DaemonException ex) {
			throw new DaemonException(ex.getMessage() + " " + this.daemon.log().lastOutput());
		}
	}

	private BenchResult underLoad(List<Duration> startUps) throws DaemonException, IOException, InterruptedException {
		LoadSettings settings = this.options.load();
		Load load = new Load(settings, this.address);
		try (Wrk wrk = Wrk.start(settings, this.address, this.out)) {
			load.start();
			settle(load, 0);
			List<Duration> restarts = restarts(load, startUps.get(startUps.size() - 1));
			load.awaitRequests(this.options.requests());
			load.finish();
			wrk.printOutput(this.out);
			return new BenchResult(startUps, restarts, load.counters(), load.timeline().longestGap(), this.timelines);
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
		this.out.println("Warming up");
		WarmUp.run(this.address, this.options.load().path());
	}

	private List<Duration> restarts(Load load, Duration startUp)
			throws DaemonException, IOException, InterruptedException {
		RestartProbe probe = new RestartProbe(this.address, "generation");
		List<Duration> durations = new ArrayList<>();
		long generation = probe.current();
		for (int restart = 1; restart <= this.options.restarts(); restart++) {
			load.restartStarted();
			long start = System.nanoTime();
			if (this.options.daemon().strategy() == Strategy.NONE) {
				Thread.sleep(startUp.toMillis());
			}
			else {
				Optional<RestartWatch> watch = watch();
				ProcessHandle signalled = this.daemon.signalRestart();
				generation = probe.awaitLaterThan(generation, this.daemon::exited);
				durations.add(Duration.ofNanos(System.nanoTime() - start));
				if (watch.isPresent()) {
					this.timelines.add(watch.get().end(READY_TIMEOUT));
				}
				this.out.printf("Restart %d: generation %d after %s%n", restart, generation,
						Report.seconds(durations.get(durations.size() - 1)));
				if (this.options.daemon().strategy() == Strategy.HANDOVER) {
					this.daemon.awaitSuccessor(signalled);
				}
			}
			load.restartCompleted();
			settle(load, restart);
			load.awaitRequests((long) this.options.requests() * restart / this.options.restarts());
		}
		return durations;
	}

	private Optional<RestartWatch> watch() throws DaemonException, IOException {
		return this.options.timeline() ? Optional.of(this.daemon.watchRestart()) : Optional.empty();
	}

	private void settle(Load load, int restart) throws InterruptedException {
		if (!load.awaitSettled(restart)) {
			this.out.println("After a minute, some clients have received fewer than " + this.options.load().responses()
					+ " responses (--answers); the run continues");
		}
	}

}
