package io.jdaemon.launch;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.jdaemon.Mode;
import io.jdaemon.launch.ForegroundReason.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jdaemon.launch.ForegroundReason.AOT_PROCESSING;
import static io.jdaemon.launch.ForegroundReason.CONTAINER;
import static io.jdaemon.launch.ForegroundReason.DEVTOOLS;
import static io.jdaemon.launch.ForegroundReason.EXIT_ON_REFRESH;
import static io.jdaemon.launch.ForegroundReason.IDE_OR_BUILD_TOOL;
import static io.jdaemon.launch.ForegroundReason.INIT;
import static io.jdaemon.launch.ForegroundReason.NOT_LINUX;
import static io.jdaemon.launch.ForegroundReason.NOT_PACKAGED;
import static io.jdaemon.launch.ForegroundReason.SERVLET_CONTAINER;
import static io.jdaemon.launch.ForegroundReason.SUPERVISORD;
import static io.jdaemon.launch.ForegroundReason.SYSTEMD;
import static io.jdaemon.launch.ForegroundReason.TEST;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ForegroundReason}.
 */
class ForegroundReasonTests {

	private static final String MULTIPLE = "/srv/orders.jar:/srv/more.jar";

	private final TestHostEnvironment host = new TestHostEnvironment();

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "DAEMON" })
	void decideWhenNothingAppliesDetaches(Mode mode) {
		assertThat(this.host.decide(mode)).isEqualTo(new Decision(Mode.DAEMON, Optional.empty()));
	}

	@Test
	void decideWhenForegroundIsConfiguredStaysWithoutReason() {
		assertThat(this.host.decide(Mode.FOREGROUND)).isEqualTo(new Decision(Mode.FOREGROUND, Optional.empty()));
	}

	@Test
	void decideWhenOffIsConfiguredChecksNothing() {
		this.host.properties.put("os.name", "Mac OS X");
		assertThat(this.host.decide(Mode.OFF)).isEqualTo(new Decision(Mode.OFF, Optional.empty()));
	}

	@ParameterizedTest
	@MethodSource
	void decideWhenJdaemonCannotWorkIsOffInEveryMode(ForegroundReason reason, Consumer<TestHostEnvironment> change) {
		change.accept(this.host);
		for (Mode mode : new Mode[] { Mode.AUTO, Mode.DAEMON, Mode.FOREGROUND }) {
			assertThat(this.host.decide(mode)).isEqualTo(new Decision(Mode.OFF, Optional.of(reason)));
		}
	}

	static Stream<Arguments> decideWhenJdaemonCannotWorkIsOffInEveryMode() {
		return Stream.of(when(NOT_LINUX, (it) -> it.properties.put("os.name", "Mac OS X")),
				when(AOT_PROCESSING, (it) -> it.properties.put("spring.aot.processing", "true")),
				when(TEST, (it) -> it.stack.add("org.junit.platform.launcher.core.DefaultLauncher")),
				when(TEST, (it) -> it.stack.add("org.springframework.boot.test.context.SpringBootContextLoader")),
				when(TEST, (it) -> it.stack.add("org.testng.TestNG")),
				when(TEST, startedBy("/orders/target/surefire/surefirebooter-2026_3.jar /orders/target/surefire 2026")),
				when(TEST, startedBy("org.apache.maven.surefire.booter.ForkedBooter /orders/target/surefire")),
				when(TEST, startedBy("worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test'")),
				when(TEST, startedBy("com.intellij.rt.junit.JUnitStarter -ideVersion5")),
				when(TEST, startedBy("org.junit.platform.console.ConsoleLauncher")),
				when(SERVLET_CONTAINER,
						(it) -> it.stack
							.add("org.springframework.boot.web.servlet.support.SpringBootServletInitializer")),
				when(SERVLET_CONTAINER,
						(it) -> it.stack.add("org.springframework.web.SpringServletContainerInitializer")),
				when(DEVTOOLS, (it) -> it.classes.add("org.springframework.boot.devtools.restart.Restarter")));
	}

	@ParameterizedTest
	@MethodSource
	void decideWhenDetachingIsUselessStaysEvenInModeDaemon(ForegroundReason reason,
			Consumer<TestHostEnvironment> change) {
		change.accept(this.host);
		for (Mode mode : new Mode[] { Mode.AUTO, Mode.DAEMON }) {
			assertThat(this.host.decide(mode)).isEqualTo(new Decision(Mode.FOREGROUND, Optional.of(reason)));
		}
		assertThat(this.host.decide(Mode.FOREGROUND).reason()).isEmpty();
	}

	static Stream<Arguments> decideWhenDetachingIsUselessStaysEvenInModeDaemon() {
		return Stream.of(when(EXIT_ON_REFRESH, (it) -> it.properties.put("spring.context.exit", "onrefresh")),
				when(INIT, (it) -> it.pid = 1), when(IDE_OR_BUILD_TOOL, (it) -> it.stack.add("com.intellij.rt.Main")),
				when(IDE_OR_BUILD_TOOL, classPath("/home/me/orders/target/classes:/home/me/.m2/lib.jar")),
				when(IDE_OR_BUILD_TOOL, classPath("/home/me/orders/build/classes/java/main")),
				when(IDE_OR_BUILD_TOOL, classPath("/home/me/orders/out/production/orders/")),
				when(IDE_OR_BUILD_TOOL, classPath("/home/me/orders/bin/main")));
	}

	@ParameterizedTest
	@MethodSource
	void decideWhenSupervisedStaysOnlyInModeAuto(ForegroundReason reason, Consumer<TestHostEnvironment> change) {
		change.accept(this.host);
		assertThat(this.host.decide(Mode.AUTO)).isEqualTo(new Decision(Mode.FOREGROUND, Optional.of(reason)));
		assertThat(this.host.decide(Mode.DAEMON)).isEqualTo(new Decision(Mode.DAEMON, Optional.empty()));
	}

	static Stream<Arguments> decideWhenSupervisedStaysOnlyInModeAuto() {
		return Stream.of(when(SYSTEMD, variable("SYSTEMD_EXEC_PID", "300")),
				when(SUPERVISORD, variable("SUPERVISOR_ENABLED", "1")),
				when(CONTAINER, variable("KUBERNETES_SERVICE_HOST", "10.0.0.1")), when(CONTAINER, (it) -> {
					it.files.add("/.dockerenv");
					it.processNamespace = "pid:[4026532233]";
				}), when(CONTAINER, (it) -> {
					it.files.add("/run/.containerenv");
					it.rootFileSystem = "overlay";
				}), when(CONTAINER, (it) -> {
					it.environment.put("container", "lxc");
					it.processNamespace = "pid:[4026532233]";
				}), when(NOT_PACKAGED, classPath(MULTIPLE)), when(NOT_PACKAGED, classPath("/srv/orders")),
				when(NOT_PACKAGED, classPath("")), when(NOT_PACKAGED, (it) -> it.files.remove("/srv/orders.jar")));
	}

	@ParameterizedTest
	@MethodSource
	void decideWhenSignsOfSupervisionProveNothingDetaches(Consumer<TestHostEnvironment> change) {
		change.accept(this.host);
		assertThat(this.host.decide(Mode.AUTO)).isEqualTo(new Decision(Mode.DAEMON, Optional.empty()));
	}

	static Stream<Consumer<TestHostEnvironment>> decideWhenSignsOfSupervisionProveNothingDetaches() {
		return Stream.of(variable("INVOCATION_ID", "of the terminal"), variable("NOTIFY_SOCKET", "/run/systemd/notify"),
				variable("SYSTEMD_EXEC_PID", "200"), variable("SYSTEMD_EXEC_PID", "no number"),
				variable("JOURNAL_STREAM", "9:4242"), (it) -> {
					it.environment.put("SUPERVISOR_ENABLED", "1");
					it.environment.put("TMUX", "/tmp/tmux-0/default,272,0");
				}, (it) -> it.files.add("/.dockerenv"), variable("container", "oci"),
				(it) -> it.processNamespace = "pid:[4026532233]", (it) -> it.rootFileSystem = "overlay",
				classPath("orders.jar"), startedBy("/srv/orders.jar org.junit.Test surefirebooter.jar"));
	}

	@Test
	void onlyDevToolsAdmitsCommandsWhereJdaemonIsOff() {
		assertThat(EnumSet.allOf(ForegroundReason.class)).filteredOn((reason) -> !reason.admitsCommands())
			.containsExactly(NOT_LINUX, AOT_PROCESSING, TEST, SERVLET_CONTAINER);
	}

	@Test
	void decideWhenSeveralReasonsApplyNamesTheFirst() {
		this.host.pid = 1;
		this.host.files.clear();
		assertThat(this.host.decide(Mode.AUTO).reason()).contains(INIT);
		this.host.stack.add("org.junit.jupiter.engine.JupiterTestEngine");
		assertThat(this.host.decide(Mode.AUTO).reason()).contains(TEST);
	}

	@ParameterizedTest
	@EnumSource
	void sentenceFollowsBecause(ForegroundReason reason) {
		assertThat(reason.sentence()).isNotBlank().doesNotEndWith(".");
	}

	private static Arguments when(ForegroundReason reason, Consumer<TestHostEnvironment> change) {
		return Arguments.of(reason, change);
	}

	private static Consumer<TestHostEnvironment> variable(String name, String value) {
		return (it) -> it.environment.put(name, value);
	}

	private static Consumer<TestHostEnvironment> startedBy(String command) {
		return (it) -> it.properties.put("sun.java.command", command);
	}

	private static Consumer<TestHostEnvironment> classPath(String value) {
		return (it) -> it.properties.put("java.class.path", value);
	}

}
