package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Who has started the application, and whether it detaches therefore. Each environment is
 * made by a script, which has no parent but the process that adopts it: the one that runs
 * the tests may be a terminal's.
 */
@EachJdk
class ModeAutoIT {

	private static final Path CONTROL_GROUPS = Path.of("/proc/self/cgroup");

	private static final Pattern DECISION = Pattern
		.compile("Staying in the foreground \\((\\w+)\\)|(Started) sample-app");

	private static final String FUNCTIONS = """
			# below NAME COMMAND...: run the command as the child of a program of that name
			below() {
				cp /bin/sh "$1"
				"./$1" -c '"$@"; :' "$@"
			}
			# within UNIT: enter the control group of that unit
			within() {
				mkdir "$CONTROL_GROUP/$1"
				echo $$ >"$CONTROL_GROUP/$1/cgroup.procs"
			}
			""";

	// Cleans up after the workbench, when the processes have ended
	@Order(1)
	@RegisterExtension
	final ControlGroup group = new ControlGroup();

	@Order(2)
	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	ModeAutoIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@EnumSource
	void environmentDecidesInModeAuto(Environment environment) throws IOException {
		environment.need.check(this.group);
		Path script = Files.writeString(this.bench.directory().resolve("environment.sh"),
				FUNCTIONS + environment.script + "\n");
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.environment("CONTROL_GROUP", this.group.path())
			.shell("exec setsid --fork sh '" + script + "' \"$@\" </dev/null >decision.out 2>&1");
		assertThat(sample.start().status()).isZero();
		assertThat(decision("decision.out")).matches(environment.decision);
	}

	private String decision(String file) {
		TextFile output = new TextFile(this.bench.directory().resolve(file));
		Matcher decision = patiently().until(() -> DECISION.matcher(output.text()), Matcher::find);
		return (decision.group(1) != null) ? decision.group(1) : decision.group(2);
	}

	@EachSystemd
	void unitDecidesInModeAuto(SystemdVersion version) throws IOException {
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			for (Unit unit : Unit.values()) {
				start(unit, systemd);
			}
			assertThat(Unit.values()).allSatisfy(
					(unit) -> assertThat(decision(unit.fileName() + ".out")).as(unit.name()).isEqualTo(unit.decision));
		}
	}

	private void start(Unit unit, Systemd systemd) throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--jdaemon.pid-file=" + unit.fileName() + ".pid");
		Path script = this.bench.directory().resolve(unit.fileName() + ".sh");
		Files.writeString(script, FUNCTIONS + "exec >>" + unit.fileName() + ".out 2>&1\nset -- "
				+ String.join(" ", sample.commandLine()) + "\n" + unit.script + "\n");
		systemd.unit(unit.fileName() + ".service", """
				[Service]
				Type=%s
				WorkingDirectory=%s
				ExecStart=/bin/sh %s
				""".formatted(unit.type, this.bench.directory(), script));
		systemd.systemctl("start", "--no-block", unit.fileName());
	}

	/** Where the application is started. */
	enum Environment {

		SCRIPT("Started", "\"$@\"; :"),

		NOHUP("Started", "nohup \"$@\" &"),

		COMMAND_OF_SSH("Started", "below sshd sh -c '\"$@\" &' sh \"$@\""),

		SETSID("Started", "exec setsid --fork \"$@\"", Need.INITIAL_PROCESS_NAMESPACE),

		SHELL_WITH_NOTIFY_SOCKET("Started", "NOTIFY_SOCKET=/run/systemd/notify \"$@\"; :"),

		SHELL_THAT_IS_A_UNIT("Started",
				"exec script --quiet --return --command \"bash --norc -ic "
						+ "'SYSTEMD_EXEC_PID=\\$\\$ NOTIFY_SOCKET=/run/systemd/notify $*; :'\" /dev/null"),

		CRON("Started", "below cron sh -c '\"$@\"; :' sh \"$@\""),

		AT("Started", "below atd sh -c '\"$@\"; :' sh \"$@\""),

		MONIT("Started", "cp /bin/sh monit; SYSTEMD_EXEC_PID=$$ exec ./monit -c '\"$@\"; :' sh \"$@\""),

		JOB_OF_CRON_IN_THE_BACKGROUND("Started", "within cron.service; \"$@\" &", Need.CONTROL_GROUP),

		INIT_SCRIPT("Started", "exec start-stop-daemon --start --startas /usr/bin/env --name none -- \"$@\""),

		INIT_SCRIPT_IN_THE_BACKGROUND("Started",
				"exec start-stop-daemon --start --background --no-close --startas /usr/bin/env --name none -- \"$@\""),

		SERVICE_OF_SYSTEMD("SYSTEMD", "SYSTEMD_EXEC_PID=$$ exec \"$@\""),

		WRAPPER_OF_WRAPPER("SYSTEMD", "SYSTEMD_EXEC_PID=$$; export SYSTEMD_EXEC_PID; sh -c '\"$@\"; :' sh \"$@\"; :",
				Need.NO_UNIT),

		SERVICE_WITHOUT_VARIABLES("SYSTEMD", "within orders.service; " + Environment.EMPTY + " \"$@\"; :",
				Need.CONTROL_GROUP),

		SU_IN_SERVICE("SYSTEMD",
				"within orders.service; exec su -l root -s /bin/sh -c \"cd '$PWD'; " + Environment.EMPTY + " $*; :\"",
				Need.CONTROL_GROUP),

		SERVICE_WHOSE_WRAPPER_HAS_EXITED("SYSTEMD", "within orders.service; \"$@\" &", Need.CONTROL_GROUP),

		RUNIT("SUPERVISOR", "below runsv sh -c '\"$@\"; :' sh \"$@\""),

		S6("SUPERVISOR", "below s6-supervise setsid --wait \"$@\""),

		DAEMON("SUPERVISOR", "below daemon " + Environment.EMPTY + " \"$@\""),

		OPENRC("SUPERVISOR", "below supervise-daemon setsid --wait \"$@\""),

		SUPERVISORD("SUPERVISORD", "SUPERVISOR_ENABLED=1 exec \"$@\""),

		SUPERVISORD_WITHOUT_VARIABLES("SUPERVISOR", "below supervisord " + Environment.EMPTY + " \"$@\""),

		PROCESS_1_OF_NAMESPACE("CHILD_OF_INIT|CONTAINER",
				"exec unshare --pid --fork --mount-proc sh -c '\"$@\"; :' sh \"$@\"", Need.ROOT);

		// But for what ends the processes with the test
		private static final String EMPTY = "env -i \"TEST_OF_JDAEMON=$TEST_OF_JDAEMON\"";

		private final String decision;

		private final String script;

		private final Need need;

		Environment(String decision, String script) {
			this(decision, script, Need.NOTHING);
		}

		Environment(String decision, String script, Need need) {
			this.decision = decision;
			this.script = script;
			this.need = need;
		}

	}

	/** What starts the application in a service of systemd. */
	enum Unit {

		SYSTEMD("SYSTEMD", "exec \"$@\""),

		EMPTY_ENVIRONMENT("SYSTEMD", "env -i \"$@\"; :"),

		WRAPPER_OF_WRAPPER("SYSTEMD", "sh -c '\"$@\" 2>&1 | cat; :' sh \"$@\"; :"),

		SU("SYSTEMD", "su -l root -s /bin/sh -c \"cd '$PWD'; $*; :\"; :"),

		WRAPPER_THAT_HAS_EXITED("SYSTEMD", "forking", "\"$@\" &"),

		// The name of the unit decides: the job has lost its ancestors.
		CRON("Started", "sh -c '\"$@\" &' sh \"$@\"; exec sleep 1000"),

		SESSION_OF_SSH("Started", "below sshd sh -c '\"$@\"; :' sh \"$@\"; exec sleep 1000"),

		SHELL("Started", "exec script --quiet --return --command \"bash --norc -ic '$*; exec sleep 1000'\" /dev/null");

		private final String decision;

		private final String type;

		private final String script;

		Unit(String decision, String script) {
			this(decision, "exec", script);
		}

		Unit(String decision, String type, String script) {
			this.decision = decision;
			this.type = type;
			this.script = script;
		}

		String fileName() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** What the machine must offer. */
	enum Need {

		NOTHING("", (group) -> true),

		ROOT("only root may create a process namespace", (group) -> Home.isRoot()),

		CONTROL_GROUP("only root may create a control group of version 2", (group) -> Home.isRoot() && group.create()),

		NO_UNIT("the tests run in a unit of systemd, and its kind decides",
				(group) -> !TextFile.read(CONTROL_GROUPS).matches("(?s).*\\.(service|scope)[/\\n].*")),

		INITIAL_PROCESS_NAMESPACE("in a container, process 1 may have started it",
				(group) -> new ProcFs(ProcessHandle.current().pid()).link("ns/pid").equals("pid:[4026531836]"));

		private final String reason;

		private final Predicate<ControlGroup> condition;

		Need(String reason, Predicate<ControlGroup> condition) {
			this.reason = reason;
			this.condition = condition;
		}

		void check(ControlGroup group) {
			assumeTrue(this.condition.test(group), this.reason);
		}

	}

}
