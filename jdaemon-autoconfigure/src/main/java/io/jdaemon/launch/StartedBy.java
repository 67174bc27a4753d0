package io.jdaemon.launch;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.output.OutputTarget;
import io.jdaemon.systemd.ServiceRole;
import org.jspecify.annotations.Nullable;

/**
 * What has started this process and expects it to stay, as far as /proc and the
 * environment show it. The nearest ancestor that is known decides; if there is none, the
 * unit of systemd does.
 */
enum StartedBy {

	/** A service of systemd. */
	SYSTEMD,

	/** A program that supervises its children. */
	SUPERVISOR,

	/** Process 1, which is not systemd. */
	INIT,

	/** An operator, a job, or what cannot be known. */
	OTHER;

	// Names as ProcessFacts.name has them
	private static final Set<String> SUPERVISORS = Set.of("runsv", "s6-supervise", "supervise", "supervise-daemo",
			"supervisord", "daemon", "circusd", "dinit", "perpd", "service-manager");

	// What starts jobs, sessions and daemons, and does not expect them to stay
	private static final Set<String> STARTERS = Set.of("cron", "crond", "fcron", "anacron", "atd", "monit", "sshd",
			"sshd-session", "dropbear", "login", "tmux: server", "screen", "mosh-server");

	// Their jobs and sessions may stay in the unit, and lose their ancestors.
	private static final String STARTER_UNITS = "(cron|crond|cronie|fcron|anacron|atd|monit|ssh|sshd|dropbear|tmux|screen"
			+ "|user|([a-z]+-)?getty|rescue|emergency|debug-shell)(@.*)?\\.service";

	// Only a session has them. If a shell of that session has exited, nothing else may
	// show it.
	private static final List<String> SESSION_VARIABLES = List.of("TMUX", "STY", "SSH_CONNECTION");

	private static final Set<String> USER_SWITCHES = Set.of("su", "runuser");

	private static final int INIT_PID = 1;

	private static final String SESSION_SCOPE = "session-.*\\.scope";

	static StartedBy of(HostEnvironment host) {
		if (host.pidIn(ServiceRole.EXECUTED_PROCESS).filter((executed) -> executed == host.pid()).isPresent()) {
			return SYSTEMD;
		}
		return nearest(host.lineage()).orElseGet(() -> inSession(host) ? OTHER : outermost(host));
	}

	/**
	 * Whether the process was started in a session of an operator, by its variables.
	 */
	static boolean inSession(HostEnvironment host) {
		return SESSION_VARIABLES.stream().anyMatch(host::hasVariable);
	}

	private static Optional<StartedBy> nearest(List<ProcessFacts> lineage) {
		for (int i = 1; i < lineage.size(); i++) {
			ProcessFacts ancestor = lineage.get(i);
			if (SUPERVISORS.contains(ancestor.name())) {
				return Optional.of(SUPERVISOR);
			}
			// In a container process 1 may give its child a group, as tini does.
			boolean shell = ancestor.pid() != INIT_PID && ancestor.hasJob(lineage.get(i - 1));
			if (shell || STARTERS.contains(ancestor.name())) {
				return Optional.of(OTHER);
			}
		}
		return Optional.empty();
	}

	private static StartedBy outermost(HostEnvironment host) {
		List<ProcessFacts> own = host.lineage().stream().filter((process) -> process.pid() != INIT_PID).toList();
		if (own.isEmpty()) {
			return OTHER;
		}
		ProcessFacts self = own.get(0);
		ProcessFacts first = own.get(own.size() - 1);
		if (isStartedByInit(self, host)) {
			return INIT;
		}
		if (first.onTerminal() && first.group() != first.session()) {
			// The job of a shell that has exited
			return OTHER;
		}
		// PAM moves a session that su(1) opens within a service to a scope of its own.
		Optional<String> unit = own.stream()
			.map(ProcessFacts::unit)
			.filter((candidate) -> !candidate.isEmpty() && !candidate.matches(SESSION_SCOPE))
			.findFirst();
		if (unit.isPresent()) {
			return isSupervisedService(unit.get(), host) ? SYSTEMD : OTHER;
		}
		boolean systemd = isServiceThatSwitchesUser(first) || self.unit().isEmpty() && hasVariablesOfService(own, host);
		return systemd ? SYSTEMD : OTHER;
	}

	// systemd makes units of the scripts in /etc/init.d. Such a script starts a daemon.
	private static boolean isSupervisedService(String unit, HostEnvironment host) {
		return unit.endsWith(".service") && !unit.matches(STARTER_UNITS)
				&& !host.fileExists().test("/run/systemd/generator.late/" + unit);
	}

	// Below a login there is a login program. What systemd starts leads a session of its
	// own; what process 1 has adopted rarely does.
	private static boolean isServiceThatSwitchesUser(ProcessFacts first) {
		return first.unit().matches(SESSION_SCOPE) && USER_SWITCHES.contains(first.name()) && first.parent() == INIT_PID
				&& first.leadsSession();
	}

	// For a service whose control group cannot be seen. What starts in a service may also
	// be an operator's shell, which inherits the variables: so they must name a process
	// that is still there, or a socket that this process writes to.
	private static boolean hasVariablesOfService(List<ProcessFacts> own, HostEnvironment host) {
		Optional<Long> executed = host.pidIn(ServiceRole.EXECUTED_PROCESS);
		@Nullable String journal = host.variable(OutputTarget.JOURNAL_STREAM);
		return own.stream().anyMatch((process) -> executed.filter((pid) -> pid == process.pid()).isPresent())
				|| host.standardStreams().stream().anyMatch((stream) -> OutputTarget.isJournal(stream, journal));
	}

	// Process 1 also adopts what has lost its parent. Its own child is in its session, or
	// leads one, as a program does that setsid(1) has started: then there must be a sign.
	private static boolean isStartedByInit(ProcessFacts self, HostEnvironment host) {
		if (self.parent() != INIT_PID || host.bootedWithSystemd()) {
			return false;
		}
		if (!self.leadsSession()) {
			return host.lineage()
				.stream()
				.anyMatch((process) -> process.pid() == INIT_PID && process.session() == self.session());
		}
		return host.hasVariable("INIT_VERSION") || host.standardStreams().get(0).equals("/dev/console")
				|| !host.inInitialProcessNamespace();
	}

}
