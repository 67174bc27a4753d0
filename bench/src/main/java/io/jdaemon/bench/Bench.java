package io.jdaemon.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.jdaemon.bench.comparison.Comparison;
import io.jdaemon.bench.comparison.DaemonSubject;
import io.jdaemon.bench.comparison.Measurements;
import io.jdaemon.bench.comparison.PlainSubject;
import io.jdaemon.bench.comparison.SpringCloudSubject;
import io.jdaemon.bench.comparison.Subject;
import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonSettings;
import io.jdaemon.bench.daemon.FreePort;
import io.jdaemon.bench.daemon.ServerDaemon;
import io.jdaemon.bench.daemon.WorkingDirectory;
import io.jdaemon.bench.options.ComparisonOptions;
import io.jdaemon.bench.options.Options;
import io.jdaemon.bench.options.UsageException;
import io.jdaemon.bench.picture.Panel;
import io.jdaemon.bench.picture.RestartPicture;
import io.jdaemon.bench.report.BenchResult;
import io.jdaemon.bench.report.ComparisonReport;
import io.jdaemon.bench.report.Report;

/**
 * Restarts a daemon under load and reports what its clients saw. The exit status is 0 if
 * every request succeeded, 1 if a request failed or the run was aborted, 2 if an option
 * is wrong.
 */
public final class Bench {

	private Bench() {
	}

	public static void main(String[] args) throws URISyntaxException {
		System.exit(status(args));
	}

	private static int status(String[] args) throws URISyntaxException {
		try {
			Path ownJar = Path.of(Bench.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return run(Options.parse(args, ownJar)) ? 0 : 1;
		}
		catch (UsageException ex) {
			System.err.println(ex.getMessage());
			return 2;
		}
		catch (DaemonException ex) {
			System.err.println(ex.getMessage());
			return 1;
		}
		catch (IOException ex) {
			System.err.println("The run was aborted: " + ex);
			return 1;
		}
		catch (InterruptedException ex) {
			return 1;
		}
	}

	private static boolean run(Options options) throws DaemonException, IOException, InterruptedException {
		InetSocketAddress address = FreePort.onLoopback();
		WorkingDirectory directory = WorkingDirectory.prepare(options.directory());
		return (options.comparison().rounds() > 0) ? compare(options, address, directory)
				: measure(options, address, directory);
	}

	private static boolean measure(Options options, InetSocketAddress address, WorkingDirectory directory)
			throws DaemonException, IOException, InterruptedException {
		DaemonSettings settings = options.daemon();
		ServerDaemon daemon = new ServerDaemon(settings, directory.path(), address);
		cleanUpAtExit(daemon::stop, directory);
		System.out.printf("%s, %s, %s, restarts: %d; %s%n", settings.server(), settings.stack(), settings.strategy(),
				options.restarts(), settings.java());
		BenchResult result = new BenchRun(options, daemon, address, System.out).run();
		new Report(result, System.out).print();
		return result.everyRequestSucceeded();
	}

	private static boolean compare(Options options, InetSocketAddress address, WorkingDirectory directory)
			throws DaemonException, IOException, InterruptedException {
		DaemonSettings settings = options.daemon();
		ComparisonOptions comparison = options.comparison();
		List<Subject> subjects = new ArrayList<>();
		subjects.add(new PlainSubject(settings, directory.path(), address));
		comparison.strategies()
			.forEach((strategy) -> subjects.add(new DaemonSubject(settings.with(strategy), directory.path(), address)));
		subjects.add(new SpringCloudSubject(settings, comparison.springCloudJar(), directory.path(), address));
		cleanUpAtExit(() -> subjects.forEach(Subject::stop), directory);
		System.out.printf("%s, %s, %d rounds; %s%n", settings.server(), settings.stack(), comparison.rounds(),
				settings.java());
		if (settings.warm()) {
			System.out.println(Report.training(new ServerDaemon(settings, directory.path(), address).train()));
		}
		ComparisonReport report = new ComparisonReport(System.out);
		Comparison rounds = new Comparison(subjects, options.load(), address, report);
		try {
			rounds.run(comparison.rounds(), options.requests() / comparison.rounds());
		}
		finally {
			report.print(rounds.results());
		}
		List<Measurements> results = rounds.results();
		if (comparison.picture().isPresent()) {
			new RestartPicture(panels(results)).write(comparison.picture().get());
		}
		// What Spring Cloud loses is not a failure of the daemon
		return results.subList(0, results.size() - 1).stream().allMatch((result) -> result.lost() == 0);
	}

	private static List<Panel> panels(List<Measurements> results) {
		return results.stream()
			.filter((result) -> !result.restarts().isEmpty())
			.map((result) -> new Panel(ComparisonReport.title(result), result.typicalRestart().window()))
			.toList();
	}

	// Runs after a failure and on Ctrl-C, too
	private static void cleanUpAtExit(Runnable stop, WorkingDirectory directory) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(stop, directory)));
	}

	private static void cleanUp(Runnable stop, WorkingDirectory directory) {
		stop.run();
		try {
			directory.remove();
		}
		catch (IOException ex) {
			System.err.println("The directory " + directory.path() + " cannot be removed: " + ex);
		}
	}

}
