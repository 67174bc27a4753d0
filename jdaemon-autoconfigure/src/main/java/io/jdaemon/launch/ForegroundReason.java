package io.jdaemon.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.jdaemon.Mode;

/**
 * Why an application does not detach although nobody said so. The first that applies
 * counts.
 */
public enum ForegroundReason {

	/** The operating system is another one. */
	NOT_LINUX("the operating system is not Linux", Scope.OFF,
			(surroundings) -> !surroundings.property("os.name").equals("Linux")),

	/** Spring's AOT processing starts the application to look at it. */
	AOT_PROCESSING("this is AOT processing", Scope.OFF,
			(surroundings) -> surroundings.property("spring.aot.processing").equals("true")),

	/** A test starts the application. */
	TEST("a test starts it", Scope.OFF,
			(surroundings) -> surroundings.calledFrom("org.junit.", "org.testng.", "org.spockframework.",
					"io.cucumber.", "org.springframework.boot.test.", "org.springframework.test.")),

	/** DevTools restarts the application within the JVM. */
	DEVTOOLS("DevTools is on the class path", Scope.OFF,
			(surroundings) -> surroundings.classPresent().test("org.springframework.boot.devtools.restart.Restarter")),

	/** The application ends once its context is refreshed: a training run. */
	EXIT_ON_REFRESH("spring.context.exit=onRefresh is set", Scope.DAEMON,
			(surroundings) -> surroundings.property("spring.context.exit").equalsIgnoreCase("onRefresh")),

	/** The process is the first of its system or container. */
	INIT("it is process 1", Scope.DAEMON, (surroundings) -> surroundings.pid() == 1),

	/** The classes come from a build's output directory. */
	IDE_OR_BUILD_TOOL("an IDE or a build tool starts it", Scope.DAEMON,
			(surroundings) -> surroundings.calledFrom("com.intellij.rt.") || surroundings.classPath()
				.stream()
				.anyMatch((entry) -> entry.matches(
						".*(/target/(test-)?classes|/build/(classes|resources)/.*|/out/production/.*|/bin/(main|test)|/idea_rt\\.jar)/?"))),

	/** systemd supervises the process. */
	SYSTEMD("systemd supervises it", Scope.AUTO, ForegroundReason::supervisedBySystemd),

	/** supervisord supervises the process. */
	SUPERVISORD("supervisord supervises it", Scope.AUTO,
			(surroundings) -> surroundings.hasVariable("SUPERVISOR_ENABLED")),

	/** The process runs in a container. */
	CONTAINER("it runs in a container", Scope.AUTO, ForegroundReason::inContainer),

	/** The first process of the system started this one. */
	CHILD_OF_INIT("its parent is process 1", Scope.AUTO, (surroundings) -> surroundings.parentPid() == 1),

	/** The application is not one jar. */
	NOT_PACKAGED("it was not started from a packaged jar", Scope.AUTO, (surroundings) -> {
		List<String> classPath = surroundings.classPath();
		return classPath.size() != 1 || !classPath.get(0).matches(".*\\.[jw]ar")
				|| !surroundings.fileExists().test(classPath.get(0));
	});

	// PROC_PID_INIT_INO of the kernel
	private static final String INITIAL_PROCESS_NAMESPACE = "pid:[4026531836]";

	private final String sentence;

	private final Scope scope;

	private final Predicate<HostEnvironment> condition;

	ForegroundReason(String sentence, Scope scope, Predicate<HostEnvironment> condition) {
		this.sentence = sentence;
		this.scope = scope;
		this.condition = condition;
	}

	// A terminal of a desktop session inherits INVOCATION_ID and JOURNAL_STREAM from the
	// user's systemd: they prove something only where they name this very process.
	private static boolean supervisedBySystemd(HostEnvironment surroundings) {
		String executed = surroundings.variable("SYSTEMD_EXEC_PID");
		String journal = surroundings.variable("JOURNAL_STREAM");
		return surroundings.hasVariable("NOTIFY_SOCKET")
				|| List.of(String.valueOf(surroundings.pid()), String.valueOf(surroundings.parentPid()))
					.contains(String.valueOf(executed))
				|| journal != null && surroundings.outputs()
					.contains("socket:[" + journal.substring(journal.indexOf(':') + 1) + "]");
	}

	// A virtual machine made of a container's image has its marker file, too; it has
	// neither a process namespace of its own nor its root on an overlay.
	private static boolean inContainer(HostEnvironment surroundings) {
		if (surroundings.hasVariable("KUBERNETES_SERVICE_HOST")) {
			return true;
		}
		boolean marked = surroundings.fileExists().test("/.dockerenv")
				|| surroundings.fileExists().test("/run/.containerenv") || surroundings.hasVariable("container");
		return marked && (!surroundings.processNamespace().equals(INITIAL_PROCESS_NAMESPACE)
				|| surroundings.rootFileSystem().equals("overlay"));
	}

	/**
	 * Whether the reason applies.
	 * @param surroundings the facts
	 * @return whether it does
	 */
	boolean applies(HostEnvironment surroundings) {
		return this.condition.test(surroundings);
	}

	/**
	 * The reason in words, to follow "because".
	 * @return half a sentence
	 */
	public String sentence() {
		return this.sentence;
	}

	/**
	 * Why jdaemon does nothing here, whatever the settings say.
	 * @param host the facts
	 * @return the reason, if there is one
	 */
	public static Optional<ForegroundReason> off(HostEnvironment host) {
		return Arrays.stream(values())
			.filter((candidate) -> candidate.scope == Scope.OFF && candidate.applies(host))
			.findFirst();
	}

	/**
	 * Decide what a mode means here.
	 * @param configured the mode that was set
	 * @param surroundings the facts
	 * @return the decision
	 */
	public static Decision decide(Mode configured, HostEnvironment surroundings) {
		if (configured == Mode.OFF) {
			return new Decision(Mode.OFF, Optional.empty());
		}
		Optional<ForegroundReason> reason = Arrays.stream(values())
			.filter((candidate) -> candidate.scope.covers(configured))
			.filter((candidate) -> candidate.applies(surroundings))
			.findFirst();
		Mode otherwise = (configured == Mode.FOREGROUND) ? Mode.FOREGROUND : Mode.DAEMON;
		return new Decision(
				reason.map((found) -> (found.scope == Scope.OFF) ? Mode.OFF : Mode.FOREGROUND).orElse(otherwise),
				reason);
	}

	/**
	 * What a mode means here.
	 *
	 * @param mode any but {@link Mode#AUTO}
	 * @param reason why it is not another
	 */
	public record Decision(Mode mode, Optional<ForegroundReason> reason) {

	}

	/** Which modes a reason overrides. */
	private enum Scope {

		/** Whatever the mode, jdaemon does nothing. */
		OFF,

		/** Even with mode daemon the application stays in the foreground. */
		DAEMON,

		/** Only mode auto gives way. */
		AUTO;

		boolean covers(Mode configured) {
			return switch (this) {
				case OFF -> true;
				case DAEMON -> configured == Mode.DAEMON || configured == Mode.AUTO;
				case AUTO -> configured == Mode.AUTO;
			};
		}

	}

}
