package io.jdaemon.boot;

import java.time.Duration;
import java.util.Map;

import io.jdaemon.Mode;
import io.jdaemon.RestartStrategy;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of jdaemon. They are bound before the application's context exists, and
 * again as a bean.
 *
 * @param mode Whether the application detaches and becomes a daemon. "auto" detaches when
 * it was started from a packaged jar and nothing suggests that someone else supervises it
 * or that it is not meant to stay.
 * @param out File that the daemon's standard output is appended to, relative to the
 * working directory. If it is the same as that of the standard error, they share one open
 * file.
 * @param err File that the daemon's standard error is appended to, relative to the
 * working directory.
 * @param pidFile File that holds the process ID and is locked while the process lives,
 * relative to the working directory. Empty for none. By default
 * "${spring.application.name:application}.pid" when detached, and none in the foreground.
 * @param startupTimeout How long the launcher waits for the application to be ready,
 * before it ends the start.
 * @param stopTimeout How long a stop, or the closing part of a restart, may take before
 * the process is halted, or replaced, regardless.
 * @param command What to do. "run" runs the application as the mode says, "start"
 * detaches it whatever the mode says; the others act on the instance that is running and
 * holds the PID file. It may also stand as the first argument that is no option, which
 * wins.
 * @param positionalCommands Whether the first argument that is no option may be a
 * command.
 * @param force Whether the command "stop" kills a process that is still there after the
 * stop timeout.
 * @param output How the command "status" answers.
 * @param quiet Whether to print nothing on success. The command "status" prints nothing
 * at all; its exit status tells.
 * @param user User that the daemon runs as, a name or a number. Only root may set another
 * user than its own. By default the user who starts it.
 * @param group Group that the daemon runs as, a name or a number. By default that of the
 * user.
 * @param umask Permission bits that new files do not get: three octal digits, in quotes
 * in YAML. By default that of the process that starts it.
 * @param workingDirectory Directory that the daemon runs in, relative to the working
 * directory. All other relative paths in settings and in the command line keep their
 * meaning. By default the working directory.
 * @param signals What each signal does, by the name of the signal. By default TERM and
 * INT stop, USR1 restarts and, when detached, HUP reopens the output files.
 * @param restart How a restart is done.
 */
@ConfigurationProperties("jdaemon")
public record JdaemonProperties(@DefaultValue("auto") Mode mode, @DefaultValue("/dev/null") String out,
		@DefaultValue("/dev/null") String err, @Nullable String pidFile, @DefaultValue("2m") Duration startupTimeout,
		@DefaultValue("45s") Duration stopTimeout, @DefaultValue("run") CommandName command,
		@DefaultValue("true") boolean positionalCommands, @DefaultValue("false") boolean force,
		@DefaultValue("text") OutputFormat output, @DefaultValue("false") boolean quiet, @Nullable String user,
		@Nullable String group, @Nullable String umask, @Nullable String workingDirectory,
		@DefaultValue Map<String, SignalAction> signals, @DefaultValue Restart restart) {

	/**
	 * How a restart is done.
	 *
	 * @param strategy How the running code is replaced. "exec" keeps the PID, and
	 * connections wait meanwhile; with "handover" a successor becomes ready first, on the
	 * same sockets. In the foreground it is always "exec". The command "restart" asks for
	 * it where it is set.
	 * @param drainTimeout How long the predecessor may finish its requests after a
	 * handover.
	 */
	public record Restart(@Nullable RestartStrategy strategy, @DefaultValue("30s") Duration drainTimeout) {

	}

}
