package io.jdaemon.bench.fleet;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.jdaemon.bench.daemon.ProcessorTime;
import io.jdaemon.bench.daemon.WorkingDirectory;
import io.jdaemon.bench.options.FleetOptions;
import io.jdaemon.bench.options.UsageException;
import io.jdaemon.fleet.JdbcRestartPermits;

/**
 * Lets many hosts wait for the permits in a real PostgreSQL, and reports how the rollout
 * went. The exit status is 0 if exactly as many permits as configured were held at once,
 * 1 if not or the run was aborted, 2 if an option is wrong.
 */
public final class FleetSimulation {

	private FleetSimulation() {
	}

	public static void main(String[] args) {
		System.exit(status(args));
	}

	private static int status(String[] args) {
		try {
			return run(FleetOptions.parse(args)) ? 0 : 1;
		}
		catch (UsageException ex) {
			System.err.println(ex.getMessage());
			return 2;
		}
		catch (IOException ex) {
			System.err.println("The run was aborted: " + ex.getMessage());
			return 1;
		}
		catch (InterruptedException ex) {
			return 1;
		}
	}

	private static boolean run(FleetOptions options) throws IOException, InterruptedException {
		if (options.url().isPresent()) {
			boolean right = true;
			for (int permits : options.permits()) {
				right &= report(options, rollout(options, permits, options.url().get()), Optional.empty());
			}
			return right;
		}
		WorkingDirectory directory = WorkingDirectory.prepare(Optional.empty());
		try {
			return run(options, new PostgreSql(directory.path()));
		}
		finally {
			directory.remove();
		}
	}

	private static boolean run(FleetOptions options, PostgreSql server) throws IOException, InterruptedException {
		boolean right = true;
		for (int permits : options.permits()) {
			Duration before = ProcessorTime.ofChildren();
			RolloutResult result;
			try {
				result = rollout(options, permits, server.start());
			}
			finally {
				server.stop();
			}
			right &= report(options, result, Optional.of(ProcessorTime.ofChildren().minus(before)));
		}
		return right;
	}

	private static RolloutResult rollout(FleetOptions options, int permits, String url)
			throws IOException, InterruptedException {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(options.connections());
		config.setInitializationFailTimeout(Duration.ofSeconds(30).toMillis());
		String fleet = "bench-" + permits + "-" + System.currentTimeMillis();
		ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(options.connections());
		try (HikariDataSource connections = new HikariDataSource(config)) {
			openAll(connections);
			Tally tally = new Tally(options.restarts(), System.nanoTime());
			for (int i = 1; i <= options.hosts(); i++) {
				new WaitingHost("host-" + i + ":/run/orders.pid", new JdbcRestartPermits(connections, fleet, permits),
						options, threads, tally)
					.start();
			}
			tally.await();
			threads.shutdownNow();
			return tally
				.result(new RolloutPlan(options.hosts(), permits, options.restarts(), options.scaled(options.hold())));
		}
	}

	// An application that runs has its connections.
	private static void openAll(HikariDataSource connections) throws IOException {
		List<Connection> open = new ArrayList<>();
		try {
			while (open.size() < connections.getMaximumPoolSize()) {
				open.add(connections.getConnection());
			}
			for (Connection connection : open) {
				connection.close();
			}
			new JdbcRestartPermits(connections, "bench", 1).held();
		}
		catch (SQLException ex) {
			throw new IOException(ex);
		}
	}

	private static boolean report(FleetOptions options, RolloutResult result, Optional<Duration> processor) {
		RolloutPlan plan = result.plan();
		print("%d hosts, permits: %d, restarts: %d, restart and settle: %d s, all times divided by %d", plan.hosts(),
				plan.permits(), plan.restarts(), options.hold().toSeconds(), options.scale());
		print("  rollout               %9.3f s, %.3f of the ideal %.3f s", RolloutResult.seconds(result.time()),
				result.ratio(), RolloutResult.seconds(plan.ideal()));
		print("  attempts              %9d, %.0f per second", result.attempts(), result.perSecond(result.attempts()));
		print("  statements            %9d, %.0f per second", result.statements(),
				result.perSecond(result.statements()));
		print("  latency of an attempt %9.3f ms median, 99 %% within %.3f ms",
				1000 * RolloutResult.seconds(result.median()), 1000 * RolloutResult.seconds(result.ninetyNine()));
		print("  permit free for       %9.3f s median, 99 %% within %.3f s, at most %.3f s",
				RolloutResult.seconds(result.gap(0.5)), RolloutResult.seconds(result.gap(0.99)),
				RolloutResult.seconds(result.gap(1)));
		print("  most permits held     %9d", result.most());
		processor.ifPresent((time) -> print("  PostgreSQL            %9.3f s of processor time, %.0f µs a statement",
				RolloutResult.seconds(time), 1e6 * RolloutResult.seconds(time) / result.statements()));
		if (result.failure() != null) {
			print("  failed: %s", result.failure());
		}
		return result.isRight();
	}

	private static void print(String format, Object... values) {
		System.out.printf(Locale.ROOT, format + "%n", values);
	}

}
