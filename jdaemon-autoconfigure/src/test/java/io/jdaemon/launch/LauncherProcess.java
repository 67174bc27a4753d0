package io.jdaemon.launch;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.TestSettings;

/**
 * A process that launches a shell script. Its arguments are the script, the startup
 * timeout, the output file and the PID file. With the property "interrupted" it gets
 * SIGINT while it becomes the shell that waits, with "json" it prints an object.
 */
final class LauncherProcess {

	private LauncherProcess() {
	}

	public static void main(String[] args) {
		Posix posix = Boolean.getBoolean("interrupted") ? PosixOverrides.with(new Interruption())
				: PosixOverrides.real();
		ProcessImage image = new ProcessImage(bytes("/bin/sh"), List.of(bytes("sh"), bytes("-c"), bytes(args[0])),
				List.of(bytes("PATH=" + System.getenv("PATH")), bytes("PID_FILE=" + args[3])), bytes("/"));
		Settings settings = new Settings("orders", true, args[2], args[2], Path.of(args[3]).toString(),
				Duration.parse(args[1]), Duration.ofMinutes(1), false, Map.of(), ProcessSettings.UNCHANGED,
				TestSettings.RESTART, TestSettings.COLD, (property) -> property + ", set in a test");
		try {
			System.exit(new Launcher(posix, image, settings, Instant.now(),
					ManagementFactory.getRuntimeMXBean().getInputArguments(), report(), System.err)
				.launch());
		}
		catch (StartException ex) {
			System.err.println(ex.sentence());
			System.exit(ex.status().number());
		}
	}

	private static LaunchReport report() {
		return Boolean.getBoolean("json") ? new LaunchReport("{\"exitStatus\":",
				(text) -> text.replace("\\", "\\\\").replace("\"", "\\\""), (pid) -> ",\"pid\":" + pid)
				: LaunchReport.sentence();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The first of the calls by which the process becomes a shell.
	 */
	private static final class Interruption {

		private static final int SIGINT = 2;

		private final Posix posix = PosixOverrides.real();

		void closeOnExecFrom(int first) throws PosixException {
			this.posix.closeOnExecFrom(first);
			this.posix.kill((int) ProcessHandle.current().pid(), SIGINT);
		}

	}

}
