package io.jdaemon.settings;

import java.io.IOException;

import io.jdaemon.output.OutputException;
import io.jdaemon.pidfile.PidFileHeldException;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.signals.ProcessSignal;

/**
 * Creates the exceptions for starts that cannot succeed.
 */
public final class StartFailures {

	private static final String CHECK_LIMITS = "Check the limits of this user (ulimit -a) and the memory of the machine.";

	private StartFailures() {
	}

	public static StartException pidFile(Settings settings, String path, IOException cause) {
		String absolute = PathName.absolute(path);
		if (cause instanceof PidFileHeldException held) {
			String found = held.holder().isPresent()
					? settings.name() + " is already running (pid " + held.holder().getAsInt() + ", pid file "
							+ absolute + ")."
					: settings.name() + " is being started or stopped by another process (pid file " + absolute + ").";
			return new StartException(ExitStatus.ALREADY_RUNNING, found,
					"Stop it first, or give this instance its own jdaemon.pid-file.");
		}
		return new StartException(ExitStatus.CANNOT_CREATE,
				"The PID file " + absolute + " (" + settings.origins().describe("jdaemon.pid-file")
						+ ") cannot be created: " + reason(cause) + ".",
				"Name a file in a directory that exists and can be written to, or leave the property empty for no PID file.");
	}

	public static StartException foreignPidFile(Settings settings, String path, String user, PosixException cause) {
		return new StartException(ExitStatus.CANNOT_CREATE,
				"The PID file " + PathName.absolute(path) + " (" + settings.origins().describe("jdaemon.pid-file")
						+ ") cannot be created by " + user + ": " + cause.reason() + ".",
				"Name a file in a directory that belongs to that user, such as /run/" + settings.name() + "/"
						+ settings.name() + ".pid.");
	}

	public static StartException output(Settings settings, OutputException cause) {
		String property = cause.path().equals(settings.out()) ? "jdaemon.out" : "jdaemon.err";
		return new StartException(ExitStatus.CANNOT_CREATE,
				"The output file " + PathName.absolute(cause.path()) + " (" + settings.origins().describe(property)
						+ ") cannot be opened: " + cause.getMessage() + ".",
				"Name a file that can be written to, in a directory that exists.");
	}

	public static StartException reservedSignal(ProcessSignal signal, IllegalArgumentException cause) {
		return new StartException(ExitStatus.WRONG_SETTING,
				"The JVM reserves the signal " + signal + ": " + cause.getMessage() + ".",
				"Remove -Xrs from the command line.");
	}

	/**
	 * The daemon would not be the main process of the service that is started.
	 * @param origins where the mode is set
	 * @return the exception
	 */
	public static StartException detachedFromService(PropertyOrigins origins) {
		return new StartException(ExitStatus.WRONG_SETTING,
				"systemd starts this process as the main process of a service that reports its state (NOTIFY_SOCKET), "
						+ "which a daemon (" + origins.describe("jdaemon.mode")
						+ ", or the command start) would not be.",
				"Set jdaemon.mode=foreground, or Type=forking with PIDFile= in the unit, without NotifyAccess= and WatchdogSec=.");
	}

	public static StartException system(IOException cause) {
		return new StartException(ExitStatus.OS_REFUSED, "The operating system refused: " + Reason.of(cause) + ".",
				CHECK_LIMITS);
	}

	/**
	 * A failure that no other case covers.
	 * @param cause the failure
	 * @return the exception
	 */
	public static StartException unexpected(Throwable cause) {
		if (cause instanceof VirtualMachineError) {
			// No memory, or no thread
			return new StartException(ExitStatus.OS_REFUSED, "The JVM cannot go on: " + Reason.of(cause) + ".",
					CHECK_LIMITS, cause);
		}
		return new StartException(ExitStatus.FAILED, "jdaemon cannot set up this process: " + Reason.of(cause) + ".",
				"Check that the class path has one version of jdaemon and of each library, and report the failure otherwise.",
				cause);
	}

	private static String reason(IOException cause) {
		if (cause instanceof PosixException posix) {
			return (posix.errno() == PosixException.ELOOP) ? "it is a symbolic link"
					: (posix.errno() == PosixException.EACCES)
							? posix.reason() + " for the user " + System.getProperty("user.name") : posix.reason();
		}
		return Reason.of(cause);
	}

}
