package io.jdaemon.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;

import io.jdaemon.bench.daemon.DaemonException;
import io.jdaemon.bench.daemon.DaemonSettings;
import io.jdaemon.bench.daemon.FreePort;
import io.jdaemon.bench.daemon.ServerDaemon;
import io.jdaemon.bench.daemon.WorkingDirectory;
import io.jdaemon.bench.options.Options;
import io.jdaemon.bench.options.UsageException;
import io.jdaemon.bench.report.BenchResult;
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
		DaemonSettings settings = options.daemon();
		ServerDaemon daemon = new ServerDaemon(settings, directory.path(), address);
		// Runs after a failure and on Ctrl-C, too
		Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(daemon, directory)));
		System.out.printf("%s, %s, %s, restarts: %d; %s%n", settings.server(), settings.stack(), settings.strategy(),
				options.restarts(), settings.java());
		BenchResult result = new BenchRun(options, daemon, address, System.out).run();
		new Report(result, System.out).print();
		return result.everyRequestSucceeded();
	}

	private static void cleanUp(ServerDaemon daemon, WorkingDirectory directory) {
		daemon.stop();
		try {
			directory.remove();
		}
		catch (IOException ex) {
			System.err.println("The directory " + directory.path() + " cannot be removed: " + ex);
		}
	}

}
