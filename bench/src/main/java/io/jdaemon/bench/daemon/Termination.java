package io.jdaemon.bench.daemon;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a process: by TERM, and by KILL if that takes too long.
 */
final class Termination {

	// Above jdaemon.stop-timeout, after which the daemon halts
	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private Termination() {
	}

	static void of(ProcessHandle process) {
		process.destroy();
		try {
			process.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			process.destroyForcibly();
			process.onExit().join();
		}
		catch (ExecutionException | InterruptedException ex) {
			process.destroyForcibly();
		}
	}

}
