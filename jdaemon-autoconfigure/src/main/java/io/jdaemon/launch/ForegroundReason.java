package io.jdaemon.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import io.jdaemon.Mode;

/**
 * A reason not to detach that does not come from the settings. The first reason that
 * applies is used.
 */
public enum ForegroundReason {

	/** The operating system is not Linux. */
	NOT_LINUX("the operating system is not Linux", Scope.OFF, (host) -> !host.property("os.name").equals("Linux")),

	/** Spring's AOT processing starts the application to analyze it. */
	AOT_PROCESSING("this is AOT processing", Scope.OFF,
			(host) -> host.property("spring.aot.processing").equals("true")),

	/** A test starts the application. */
	TEST("a test starts it", Scope.OFF, ForegroundReason::inTest),

	/**
	 * A servlet container has deployed the application. The process is the container's.
	 */
	SERVLET_CONTAINER("a servlet container has deployed it", Scope.OFF,
			(host) -> host.calledFrom("org.springframework.boot.web.servlet.support.SpringBootServletInitializer",
					"org.springframework.web.SpringServletContainerInitializer")),

	/** DevTools restarts the application within the JVM. */
	DEVTOOLS("DevTools is on the class path", Scope.OFF,
			(host) -> host.classPresent().test("org.springframework.boot.devtools.restart.Restarter")),

	/** The application exits once its context is refreshed: a training run. */
	EXIT_ON_REFRESH("spring.context.exit=onRefresh is set", Scope.DAEMON,
			(host) -> host.property("spring.context.exit").equalsIgnoreCase("onRefresh")),

	/** The process is process 1 of its system or container. */
	INIT("it is process 1", Scope.DAEMON, (host) -> host.pid() == 1),

	/** An IDE runs the application, or its classes come from a build's output. */
	IDE_OR_BUILD_TOOL("an IDE or a build tool starts it", Scope.DAEMON,
			(host) -> host.calledFrom("com.intellij.rt.") || host.classPath()
				.stream()
				.anyMatch((entry) -> entry.matches(
						".*(/target/(test-)?classes|/build/(classes|resources)/.*|/out/production/.*|/bin/(main|test)|/idea_rt\\.jar)/?"))),

	/** The process belongs to a service of systemd. */
	SYSTEMD("systemd supervises it", Scope.AUTO, (host) -> StartedBy.of(host) == StartedBy.SYSTEMD),

	/** supervisord supervises the process. */
	SUPERVISORD("supervisord supervises it", Scope.AUTO,
			(host) -> host.hasVariable("SUPERVISOR_ENABLED") && !StartedBy.inSession(host)),

	/** Another supervisor is an ancestor of the process. */
	SUPERVISOR("a process supervisor runs it", Scope.AUTO, (host) -> StartedBy.of(host) == StartedBy.SUPERVISOR),

	/** The process runs in a container. */
	CONTAINER("it runs in a container", Scope.AUTO, ForegroundReason::inContainer),

	/** Process 1 has started the process, not only adopted it. */
	CHILD_OF_INIT("process 1 has started it", Scope.AUTO, (host) -> StartedBy.of(host) == StartedBy.INIT),

	/** The class path is not a single jar. */
	NOT_PACKAGED("it was not started from a packaged jar", Scope.AUTO, (host) -> {
		List<String> classPath = host.classPath();
		return classPath.size() != 1 || !classPath.get(0).matches(".*\\.[jw]ar")
				|| !host.fileExists().test(classPath.get(0));
	});

	// The main class or jar of a JVM that runs tests, of Maven, Gradle, JUnit and IDEs: a
	// test may start the application in a thread of its own.
	private static final String TEST_RUNNERS = "(?s)(\\S*/surefirebooter\\S*\\.jar|org\\.apache\\.maven\\.surefire\\.\\S+"
			+ "|worker\\.org\\.gradle\\.process\\.\\S+|com\\.intellij\\.rt\\.(junit|testng)\\.\\S+"
			+ "|org\\.eclipse\\.jdt\\.internal\\.junit\\.\\S+|org\\.junit\\.\\S+|org\\.testng\\.\\S+)( .*)?";

	private final String sentence;

	private final Scope scope;

	private final Predicate<HostEnvironment> condition;

	ForegroundReason(String sentence, Scope scope, Predicate<HostEnvironment> condition) {
		this.sentence = sentence;
		this.scope = scope;
		this.condition = condition;
	}

	private static boolean inTest(HostEnvironment host) {
		return host.property("sun.java.command").matches(TEST_RUNNERS) || host.calledFrom("org.junit.", "org.testng.",
				"org.spockframework.", "io.cucumber.", "org.springframework.boot.test.", "org.springframework.test.");
	}

	// A virtual machine made from a container image has the marker file, too. But it has
	// no PID namespace of its own, and its root is not an overlay file system.
	private static boolean inContainer(HostEnvironment host) {
		if (host.hasVariable("KUBERNETES_SERVICE_HOST")) {
			return true;
		}
		boolean marked = host.fileExists().test("/.dockerenv") || host.fileExists().test("/run/.containerenv")
				|| host.hasVariable("container");
		return marked && (!host.inInitialProcessNamespace() || host.rootFileSystem().equals("overlay"));
	}

	boolean applies(HostEnvironment host) {
		return this.condition.test(host);
	}

	/**
	 * Whether a command is executed all the same: it starts no application.
	 * @return whether the reason concerns only the application
	 */
	public boolean admitsCommands() {
		return this.scope != Scope.OFF || this == DEVTOOLS;
	}

	/**
	 * The reason in words, to follow "because".
	 * @return a clause without a period
	 */
	public String sentence() {
		return this.sentence;
	}

	/**
	 * The reason why jdaemon does nothing in this environment, whatever the settings say.
	 * @param host how the process was started
	 * @return the reason, if there is one
	 */
	public static Optional<ForegroundReason> off(HostEnvironment host) {
		return Arrays.stream(values())
			.filter((candidate) -> candidate.scope == Scope.OFF && candidate.applies(host))
			.findFirst();
	}

	/**
	 * Decide what the configured mode means in this environment.
	 * @param configured the configured mode
	 * @param host how the process was started
	 * @return the decision
	 */
	public static Decision decide(Mode configured, HostEnvironment host) {
		if (configured == Mode.OFF) {
			return new Decision(Mode.OFF, Optional.empty());
		}
		Optional<ForegroundReason> reason = Arrays.stream(values())
			.filter((candidate) -> candidate.scope.covers(configured))
			.filter((candidate) -> candidate.applies(host))
			.findFirst();
		Mode otherwise = (configured == Mode.FOREGROUND) ? Mode.FOREGROUND : Mode.DAEMON;
		return new Decision(
				reason.map((found) -> (found.scope == Scope.OFF) ? Mode.OFF : Mode.FOREGROUND).orElse(otherwise),
				reason);
	}

	/**
	 * What the configured mode means in this environment.
	 *
	 * @param mode any mode but {@link Mode#AUTO}
	 * @param reason why the process does not detach, unless the settings say so
	 */
	public record Decision(Mode mode, Optional<ForegroundReason> reason) {

	}

	/** Which configured modes a reason overrides. */
	private enum Scope {

		/** Every mode: jdaemon does nothing. */
		OFF,

		/** Daemon and auto: the application stays in the foreground. */
		DAEMON,

		/** Auto only: the application stays in the foreground. */
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
