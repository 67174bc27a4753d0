package io.jdaemon.binding;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

import io.jdaemon.Mode;
import io.jdaemon.RestartStrategy;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.settings.ReadyAfter;
import io.jdaemon.settings.RehearsalMode;
import io.jdaemon.settings.WarmStartMode;
import io.jdaemon.settings.WithoutCoordinator;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The settings of jdaemon. They are bound before the application's context exists, and
 * again as a bean. A duration without a unit is in seconds.
 *
 * @param mode Whether the application detaches and becomes a daemon. "auto" detaches if
 * it was started from a packaged jar, unless something else supervises it or it is not
 * meant to stay.
 * @param out File to which the daemon's standard output is appended, relative to the
 * working directory. If standard error is appended to the same file, they share one open
 * file.
 * @param err File to which the daemon's standard error is appended, relative to the
 * working directory.
 * @param pidFile File that contains the process ID and is locked while the process lives,
 * relative to the working directory. Leave empty for no PID file. By default,
 * "${spring.application.name:application}.pid" when detached, and none in the foreground.
 * @param startupTimeout Time to wait for the application to be ready before the launcher
 * terminates the start.
 * @param readyAfter When the application is ready. "runners" waits until its runners have
 * returned, and "started" does not, for an application that works in a runner.
 * @param stopTimeout Time to wait for the application to close on a stop or a restart
 * before the process is halted, or its image replaced, regardless.
 * @param command Command to execute. "run" runs the application as the mode says, and
 * "start" detaches it whatever the mode says; "rehearse" starts it until its context is
 * complete, and throws it away; "train" makes the cache for warm starts; "systemd-unit"
 * and "help" print. All others act on the running instance that holds the PID file. The
 * command may also be the first argument that is not an option, which takes precedence.
 * @param positionalCommands Whether the first argument that is not an option may be a
 * command.
 * @param force Whether the command "stop" kills a process that is still running after the
 * stop timeout.
 * @param output Output of a command. Commands print "text" or "json", and "systemd-unit"
 * prints the unit of the service as "text", the unit of its sockets as "socket", or lines
 * for "tmpfiles" or "logrotate".
 * @param quiet Whether to print nothing on success. The command "status" then prints
 * nothing at all and only sets the exit status.
 * @param user User that the daemon runs as, by name or number. Only root may set a user
 * other than its own. By default, the user that starts the daemon.
 * @param group Group that the daemon runs as, by name or number. By default, the group of
 * the user.
 * @param umask Permission bits that are cleared in new files: three octal digits, in
 * quotes in YAML. By default, the umask of the process that starts the daemon.
 * @param workingDirectory Working directory of the daemon, relative to that of the
 * launcher. All other relative paths in the settings and on the command line keep their
 * meaning. By default, the working directory of the launcher.
 * @param signals Action of each signal, by the name of the signal. By default, TERM and
 * INT stop, USR1 restarts and, when detached, HUP reopens the output files.
 * @param restart Restart settings.
 * @param fleet Settings of a fleet: instances on several hosts that take turns to
 * restart.
 * @param warmStart Whether starts, restarts and handovers use the cache of loaded classes
 * for this version of the jar, its Java runtime and its options, if there is one. The
 * command "train" makes it, and so does a restart by exec: it starts the new version once
 * beside the running one, as a rehearsal does. An executable jar is extracted beside its
 * cache.
 * @param warmStartDirectory Directory that contains the caches and the extracted jars,
 * relative to the working directory. It must belong to the user that the application runs
 * as, and to no other user's write access. By default, a hidden directory beside the PID
 * file.
 */
@ConfigurationProperties("jdaemon")
public record JdaemonProperties(@DefaultValue("auto") Mode mode, @DefaultValue("/dev/null") String out,
		@DefaultValue("/dev/null") String err, @Nullable String pidFile,
		@DefaultValue("2m") @DurationUnit(ChronoUnit.SECONDS) Duration startupTimeout,
		@DefaultValue("runners") ReadyAfter readyAfter,
		@DefaultValue("45s") @DurationUnit(ChronoUnit.SECONDS) Duration stopTimeout,
		@DefaultValue("run") CommandName command, @DefaultValue("true") boolean positionalCommands,
		@DefaultValue("false") boolean force, @DefaultValue("text") OutputFormat output,
		@DefaultValue("false") boolean quiet, @Nullable String user, @Nullable String group, @Nullable String umask,
		@Nullable String workingDirectory, @DefaultValue Map<String, SignalAction> signals,
		@DefaultValue Restart restart, @DefaultValue Fleet fleet, @DefaultValue("off") WarmStartMode warmStart,
		@Nullable String warmStartDirectory) {

	/**
	 * The settings of a restart.
	 *
	 * @param strategy Strategy of a restart. "exec" keeps the PID, and connections wait
	 * until the new image is ready. With "handover", a successor becomes ready first, on
	 * the same sockets; in the foreground only under systemd with Type=notify or
	 * notify-reload. If set, the command "restart" requests this strategy.
	 * @param drainTimeout Time to wait for the predecessor to finish its requests after a
	 * handover.
	 * @param unsharedPorts Ports on which the application listens with a server that
	 * jdaemon does not know, and which a successor starts without, such as one that takes
	 * the next free port. All others that are no ephemeral ports make a handover be
	 * refused.
	 * @param rehearsal Whether a restart by "exec" starts the new version once beside the
	 * running one, before that is closed, and is refused if it does not start. With
	 * "refresh", that start ends when its context is refreshed: all beans exist, but no
	 * server listens. It connects to databases and migrates them, opens files, and calls
	 * "@PostConstruct", all beside the running version, and needs the memory of a second
	 * JVM.
	 */
	public record Restart(@Nullable RestartStrategy strategy,
			@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration drainTimeout,
			@DefaultValue Set<Integer> unsharedPorts, @DefaultValue("none") RehearsalMode rehearsal) {

	}

	/**
	 * The settings of a fleet.
	 *
	 * @param name Name of the fleet: instances with the same name take turns to restart.
	 * The permits are in the database of the application's DataSource (PostgreSQL or H2),
	 * unless there is a FleetLock server or a bean of type RestartPermits.
	 * @param maxParallel Number of instances that may restart at a time.
	 * @param patience Time to wait for a permit to restart before the restart is refused.
	 * @param settle Time for which a new image must be ready and healthy before it
	 * releases its permit, and the next instance restarts.
	 * @param withoutCoordinator Whether an instance restarts without a permit if the
	 * database, or the FleetLock server, cannot be reached for half a minute.
	 * @param host Name of this host in the fleet, which no other host has. By default,
	 * the host name.
	 * @param fleetLockUrl Base URL of a server for FleetLock that grants the permits in
	 * place of the database.
	 */
	public record Fleet(@Nullable String name, @DefaultValue("1") int maxParallel,
			@DefaultValue("10m") @DurationUnit(ChronoUnit.SECONDS) Duration patience,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration settle,
			@DefaultValue("refuse") WithoutCoordinator withoutCoordinator, @Nullable String host,
			@Nullable String fleetLockUrl) {

	}

}
