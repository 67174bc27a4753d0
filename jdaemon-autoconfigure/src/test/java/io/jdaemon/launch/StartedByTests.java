package io.jdaemon.launch;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.jdaemon.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jdaemon.launch.ForegroundReason.CHILD_OF_INIT;
import static io.jdaemon.launch.ForegroundReason.SUPERVISOR;
import static io.jdaemon.launch.ForegroundReason.SUPERVISORD;
import static io.jdaemon.launch.ForegroundReason.SYSTEMD;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartedBy}: the table of docs/neighbours.md, with what ps(1) shows in
 * each environment.
 */
class StartedByTests {

	private static final String PROCESS_NAMESPACE = "pid:[4026532233]";

	private final TestHostEnvironment host = new TestHostEnvironment();

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "shells", "jobs", "orphans", "services", "supervisors", "processOne", "unknown" })
	void decideInModeAuto(String environment, Optional<ForegroundReason> reason, String table,
			Consumer<TestHostEnvironment> change) {
		this.host.lineage = TestHostEnvironment.lineage(table);
		this.host.files.add("/run/systemd/system");
		change.accept(this.host);
		assertThat(this.host.decide(Mode.AUTO).reason()).as(table).isEqualTo(reason);
		assertThat(this.host.decide(Mode.DAEMON).reason()).isEmpty();
	}

	static Stream<Arguments> shells() {
		return Stream.of(detaches("an interactive shell of ssh", """
				java    300 300 200 pts/1 session-3.scope
				bash    200 200 200 pts/1 session-3.scope
				sshd    199 190 190 ?     session-3.scope
				sshd    180 180 180 ?     ssh.service
				systemd   1   1   1 ?     init.scope
				"""), detaches("a script that is typed in a terminal of a desktop", """
				java    300 290 200 pts/1 vte-spawn-7c1b.scope
				start   290 290 200 pts/1 vte-spawn-7c1b.scope
				bash    200 200 200 pts/1 vte-spawn-7c1b.scope
				gnome-terminal- 150 150 150 ? gnome-terminal-server.service
				systemd 100 100 100 ?     init.scope
				systemd   1   1   1 ?     init.scope
				"""), detaches("a terminal in a service of the desktop", """
				java    300 300 200 pts/1 app-org.kde.konsole@4711.service
				bash    200 200 200 pts/1 app-org.kde.konsole@4711.service
				konsole 150 150 150 ?     app-org.kde.konsole@4711.service
				systemd 100 100 100 ?     init.scope
				systemd   1   1   1 ?     init.scope
				""", variable("SYSTEMD_EXEC_PID", "150")), detaches("a shell that is the main process of a unit", """
				java    300 300 200 pts/1 run-u23.service
				bash    200 200 200 pts/1 run-u23.service
				systemd   1   1   1 ?     init.scope
				""", variable("SYSTEMD_EXEC_PID", "200")),
				detaches("a shell in tmux that a notify service runs", """
						java    300 300 200 pts/1 ntmux.service
						bash    200 200 200 pts/1 ntmux.service
						tmux: server 190 190 190 ? ntmux.service
						systemd   1   1   1 ?     init.scope
						""",
						variable("NOTIFY_SOCKET", "/run/systemd/notify").andThen(variable("SYSTEMD_EXEC_PID", "190"))
							.andThen(variable("JOURNAL_STREAM", "9:4242"))),
				detaches("a shell on the console, after login", """
						java    300 300 200 tty1  getty@tty1.service
						bash    200 200 200 tty1  getty@tty1.service
						login   150 150 150 tty1  getty@tty1.service
						systemd   1   1   1 ?     init.scope
						"""), detaches("sudo, with a terminal of its own", """
						java    300 300 300 pts/2 session-3.scope
						sudo    299 299 299 pts/2 session-3.scope
						sudo    298 298 200 pts/1 session-3.scope
						bash    200 200 200 pts/1 session-3.scope
						login   150 150 150 ?     session-3.scope
						systemd   1   1   1 ?     init.scope
						"""), detaches("a shell in a system without systemd", """
						java    300 300 200 pts/1 -
						ash     200 200 200 pts/1 -
						init      1   1   1 ?     -
						""", StartedByTests::withoutSystemd));
	}

	static Stream<Arguments> jobs() {
		return Stream.of(detaches("cron", """
				java    300 299 299 ?     cron.service
				sh      299 299 299 ?     cron.service
				cron    298 250 250 ?     cron.service
				cron    250 250 250 ?     cron.service
				systemd   1   1   1 ?     init.scope
				"""), detaches("cron of BusyBox", """
				java    300 300 300 ?     -
				crond   250 250 250 ?     -
				init      1   1   1 ?     -
				""", StartedByTests::withoutSystemd), detaches("at", """
				java    300 253 253 ?     atd.service
				sh      299 253 253 ?     atd.service
				atd     298 253 253 ?     atd.service
				atd     253 253 253 ?     atd.service
				systemd   1   1   1 ?     init.scope
				"""), detaches("monit", """
				java    300 300 300 ?     monit.service
				monit   295 295 295 ?     monit.service
				systemd   1   1   1 ?     init.scope
				""", variable("SYSTEMD_EXEC_PID", "295").andThen(variable("JOURNAL_STREAM", "9:4242"))),
				detaches("ssh with a command", """
						java    300 300 300 ?     session-5.scope
						sshd    290 290 290 ?     session-5.scope
						sshd    180 180 180 ?     ssh.service
						systemd   1   1   1 ?     init.scope
						"""), detaches("ssh without logind", """
						java    300 300 300 ?     ssh.service
						sshd    290 290 290 ?     ssh.service
						sshd    180 180 180 ?     ssh.service
						systemd   1   1   1 ?     init.scope
						"""), detaches("su in a command of ssh", """
						java    300 299 299 ?     session-5.scope
						sh      299 299 299 ?     session-5.scope
						su      298 290 290 ?     session-5.scope
						sshd    290 290 290 ?     session-5.scope
						sshd    180 180 180 ?     ssh.service
						systemd   1   1   1 ?     init.scope
						"""), detaches("a window of tmux", """
						java    300 300 300 pts/1 session-3.scope
						tmux: server 190 190 190 ? session-3.scope
						systemd   1   1   1 ?     init.scope
						"""), detaches("an init script that systemd runs", """
						java    300 200 200 ?     orders.service
						orders  200 200 200 ?     orders.service
						systemd   1   1   1 ?     init.scope
						""", (it) -> it.files.add("/run/systemd/generator.late/orders.service")),
				detaches("an init script, with the environment of sysvinit", """
						java    300 200 200 ?     -
						orders  210 200 200 ?     -
						rc      200 200 200 ?     -
						init      1   1   1 ?     -
						""", variable("INIT_VERSION", "sysvinit-3.06").andThen(StartedByTests::withoutSystemd)));
	}

	static Stream<Arguments> orphans() {
		return Stream.of(detaches("ssh host 'java -jar app.jar &'", """
				java    300 299 299 ?     session-4.scope
				systemd   1   1   1 ?     init.scope
				"""), detaches("ssh host 'java -jar app.jar &' without logind", """
				java    300 299 299 ?     ssh.service
				systemd   1   1   1 ?     init.scope
				"""), detaches("ssh host 'java -jar app.jar &' without systemd", """
				java    300 299 299 ?     -
				init      1   1   1 ?     -
				""", StartedByTests::withoutSystemd), detaches("nohup java -jar app.jar &, and the shell is gone", """
				java    300 300 200 ?     session-3.scope
				systemd   1   1   1 ?     init.scope
				"""), detaches("java -jar app.jar &, and the shell of a unit is gone", """
				java    300 300 200 pts/1 run-u23.service
				systemd   1   1   1 ?     init.scope
				""", variable("SYSTEMD_EXEC_PID", "200")), detaches("nohup in a session of a desktop", """
				java    300 300 200 ?     vte-spawn-7c1b.scope
				systemd 100 100 100 ?     init.scope
				systemd   1   1   1 ?     init.scope
				"""), detaches("setsid -f", """
				java    300 300 300 ?     session-9.scope
				systemd   1   1   1 ?     init.scope
				"""), detaches("setsid -f without systemd", """
				java    300 300 300 ?     -
				init      1   1   1 ?     -
				""", StartedByTests::withoutSystemd), detaches("setsid -f in a tmux that a service runs", """
				java    300 300 300 ?     ntmux.service
				systemd   1   1   1 ?     init.scope
				""", variable("TMUX", "/tmp/tmux-0/default,272,0").andThen(variable("SYSTEMD_EXEC_PID", "190"))),
				detaches("su in the background, and the shell is gone", """
						java    300 300 200 ?     session-9.scope
						su      299 299 200 ?     session-9.scope
						systemd   1   1   1 ?     init.scope
						"""), detaches("a job of cron in the background", """
						java    300 299 299 ?     cron.service
						systemd   1   1   1 ?     init.scope
						"""), detaches("start-stop-daemon --background", """
						java    300 299 299 ?     -
						init      1   1   1 ?     -
						""", variable("INIT_VERSION", "sysvinit-3.06").andThen(StartedByTests::withoutSystemd)));
	}

	static Stream<Arguments> services() {
		return Stream.of(stays("a service of systemd", SYSTEMD, """
				java    300 300 300 ?     orders.service
				systemd   1   1   1 ?     init.scope
				""", variable("SYSTEMD_EXEC_PID", "300")), stays("a service with an empty environment", SYSTEMD, """
				java    300 300 300 ?     orders.service
				systemd   1   1   1 ?     init.scope
				"""), stays("a service whose control groups have groups below", SYSTEMD, """
				java    300 299 299 ?     orders@blue.service
				start   299 299 299 ?     orders@blue.service
				systemd   1   1   1 ?     init.scope
				"""), stays("a wrapper that starts a wrapper with a log of its own", SYSTEMD, """
				java    300 167 167 ?     orders.service
				start   168 167 167 ?     orders.service
				wrapper 167 167 167 ?     orders.service
				systemd   1   1   1 ?     init.scope
				""", variable("SYSTEMD_EXEC_PID", "167").andThen(variable("JOURNAL_STREAM", "9:4242"))),
				stays("a wrapper that has exited, as with Type=forking", SYSTEMD, """
						java    300 299 299 ?     orders.service
						systemd   1   1   1 ?     init.scope
						""", variable("SYSTEMD_EXEC_PID", "299")), stays("a wrapper on a terminal", SYSTEMD, """
						java    300 200 200 tty9  kiosk.service
						sh      200 200 200 tty9  kiosk.service
						systemd   1   1   1 ?     init.scope
						""", variable("SYSTEMD_EXEC_PID", "200")), stays("a service of a user", SYSTEMD, """
						java    300 300 300 ?     orders.service
						systemd 100 100 100 ?     init.scope
						systemd   1   1   1 ?     init.scope
						"""), stays("a service that su(1) moves to a session", SYSTEMD, """
						java    300 198 198 ?     session-c1.scope
						sh      198 198 198 ?     session-c1.scope
						su      171 171 171 ?     session-c1.scope
						systemd   1   1   1 ?     init.scope
						"""), stays("a service that runuser(1) moves to a session", SYSTEMD, """
						java    300 198 198 ?     session-c3.scope
						runuser 171 171 171 ?     session-c3.scope
						systemd   1   1   1 ?     init.scope
						"""), stays("su(1) in the script of a service", SYSTEMD, """
						java    300 199 199 ?     session-c2.scope
						sh      199 199 199 ?     session-c2.scope
						su      178 176 176 ?     session-c2.scope
						start   176 176 176 ?     orders.service
						systemd   1   1   1 ?     init.scope
						"""), stays("a service with a control group namespace", SYSTEMD, """
						java    300 200 200 ?     -
						start   200 200 200 ?     -
						systemd   1   1   1 ?     init.scope
						""", variable("SYSTEMD_EXEC_PID", "200")),
				stays("a service with a control group namespace, and a wrapper without exec", SYSTEMD, """
						java    300 299 299 ?     -
						systemd   1   1   1 ?     init.scope
						""",
						variable("JOURNAL_STREAM", "9:4242")
							.andThen((it) -> it.standardStreams.set(1, "socket:[4242]"))),
				stays("a service that sees no other process", SYSTEMD, """
						java    300 299 299 ?     orders.service
						"""));
	}

	static Stream<Arguments> supervisors() {
		return Stream.of(stays("runit", SUPERVISOR, """
				java     300 199 199 ?     -
				runsv    200 199 199 ?     -
				runsvdir 199 199 199 ?     -
				runit      1   1   1 ?     -
				""", StartedByTests::withoutSystemd), stays("runit, with a script and su", SUPERVISOR, """
				java     300 250 250 ?     -
				sh       250 250 250 ?     -
				su       202 199 199 ?     -
				run      201 199 199 ?     -
				runsv    200 199 199 ?     -
				runsvdir 199 199 199 ?     runit.service
				systemd    1   1   1 ?     init.scope
				"""), stays("runit that is typed in a terminal", SUPERVISOR, """
				java     300 210 200 pts/1 session-3.scope
				runsv    210 210 200 pts/1 session-3.scope
				bash     200 200 200 pts/1 session-3.scope
				sshd     180 180 180 ?     ssh.service
				systemd    1   1   1 ?     init.scope
				"""), stays("s6", SUPERVISOR, """
				java     300 300 300 ?     -
				s6-supervise 200 199 199 ? -
				s6-svscan 1   1   1 ?     -
				""", StartedByTests::withoutSystemd), stays("daemontools", SUPERVISOR, """
				java     300 300 300 ?     daemontools.service
				supervise 200 199 199 ?    daemontools.service
				systemd   1   1   1 ?     init.scope
				"""), stays("daemon(1)", SUPERVISOR, """
				java     300 199 199 ?     session-3.scope
				daemon   200 199 199 ?     session-3.scope
				systemd   1   1   1 ?     init.scope
				"""), stays("supervise-daemon of OpenRC", SUPERVISOR, """
				java     300 300 300 ?     -
				supervise-daemo 200 199 199 ? -
				init      1   1   1 ?     -
				""", StartedByTests::withoutSystemd), stays("supervisord", SUPERVISORD, """
				java     300 300 200 ?     supervisor.service
				supervisord 200 200 200 ?  supervisor.service
				systemd   1   1   1 ?     init.scope
				""", variable("SUPERVISOR_ENABLED", "1").andThen(variable("SYSTEMD_EXEC_PID", "200"))),
				stays("supervisord, with an empty environment", SUPERVISOR, """
						java     300 300 200 pts/1 session-3.scope
						supervisord 200 200 200 pts/1 session-3.scope
						bash     150 150 150 pts/1 session-3.scope
						systemd   1   1   1 ?     init.scope
						"""));
	}

	static Stream<Arguments> processOne() {
		return Stream.of(stays("respawn in inittab of sysvinit", CHILD_OF_INIT, """
				java    300 300 300 ?     -
				init      1   1   1 ?     -
				""", variable("INIT_VERSION", "sysvinit-3.06").andThen(StartedByTests::withoutSystemd)),
				stays("respawn in inittab of BusyBox", CHILD_OF_INIT, """
						java    300 300 300 ?     -
						init      1   1   1 ?     -
						""", withoutSystemd((it) -> it.standardStreams.set(0, "/dev/console"))),
				stays("the init of a container that nothing else shows", CHILD_OF_INIT, """
						java    300 300   1 pts/0 nerdctl-0123.scope
						tini      1   1   1 pts/0 nerdctl-0123.scope
						""", withoutSystemd((it) -> it.processNamespace = PROCESS_NAMESPACE)),
				stays("dumb-init in a container that nothing else shows", CHILD_OF_INIT, """
						java    300 300 300 ?     -
						dumb-init 1   1   1 ?     -
						""", withoutSystemd((it) -> it.processNamespace = PROCESS_NAMESPACE)),
				detaches("a shell in that container", """
						java    300 300 200 pts/1 -
						bash    200 200 200 pts/1 -
						""", withoutSystemd((it) -> it.processNamespace = PROCESS_NAMESPACE)),
				detaches("an orphan in that container", """
						java    300 299 200 ?     -
						dumb-init 1   1   1 ?     -
						""", withoutSystemd((it) -> it.processNamespace = PROCESS_NAMESPACE)));
	}

	static Stream<Arguments> unknown() {
		return Stream.of(detaches("a supervisor that is not visible", """
				java    300 300 300 ?     -
				""", StartedByTests::withoutSystemd),
				detaches("a process without /proc", "", StartedByTests::withoutSystemd));
	}

	private static Arguments detaches(String environment, String table) {
		return detaches(environment, table, (it) -> {
		});
	}

	private static Arguments detaches(String environment, String table, Consumer<TestHostEnvironment> change) {
		return Arguments.of(environment, Optional.empty(), table, change);
	}

	private static Arguments stays(String environment, ForegroundReason reason, String table) {
		return stays(environment, reason, table, (it) -> {
		});
	}

	private static Arguments stays(String environment, ForegroundReason reason, String table,
			Consumer<TestHostEnvironment> change) {
		return Arguments.of(environment, Optional.of(reason), table, change);
	}

	private static Consumer<TestHostEnvironment> variable(String name, String value) {
		return (it) -> it.environment.put(name, value);
	}

	private static Consumer<TestHostEnvironment> withoutSystemd(Consumer<TestHostEnvironment> change) {
		return change.andThen(StartedByTests::withoutSystemd);
	}

	private static void withoutSystemd(TestHostEnvironment host) {
		host.files.remove("/run/systemd/system");
	}

}
