package io.jdaemon.neighbours;

import java.nio.file.Path;
import java.util.List;

import io.jdaemon.sample.FastJar;
import io.jdaemon.sample.Jdk;
import io.jdaemon.sample.Launch;
import io.jdaemon.sample.ProcFs;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Workbench;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The applications beside this module, extracted, and what each test does with them.
 */
public enum Application {

	WEB("neighbours-web", "neighbours.web.jar"),

	JOBS("neighbours-jobs", "neighbours.jobs.jar"),

	ADMIN("neighbours-admin", "neighbours.admin.jar"),

	/** The server of Spring Boot Admin, with the jar of {@link #ADMIN}. */
	ADMIN_SERVER("neighbours-server", "neighbours.admin.jar"),

	/** What each host of a fleet runs. */
	FLEET("orders", "neighbours.fleet.jar"),

	/** The server of the bench with Spring Cloud. */
	CLOUD("bench-server", "bench.spring-cloud.jar");

	private final String title;

	private final Path jar;

	Application(String title, String property) {
		this.title = title;
		this.jar = Path.of(System.getProperty(property)).normalize();
	}

	/**
	 * The compiled classes.
	 * @return their directory
	 */
	Path classes() {
		return this.jar.resolveSibling("classes");
	}

	/**
	 * The libraries.
	 * @return their directory
	 */
	Path libraries() {
		return jar().jar().resolveSibling("lib");
	}

	/**
	 * The application in the directory of a test, on the newest JDK to test on.
	 * @param bench the test's
	 * @return the application, not started
	 */
	SampleDaemon on(Workbench bench) {
		return bench.application(Jdk.newest(), this.title, jar());
	}

	/**
	 * A copy of the application, which a test may replace.
	 * @param bench the test's
	 * @param directory where to copy it to
	 * @return the application, not started
	 */
	SampleDaemon on(Workbench bench, Path directory) {
		return bench.application(Jdk.newest(), this.title, new FastJar(jar().copy(directory), List.of()));
	}

	/**
	 * The application in the layout that a host gets a copy of.
	 * @return the layout
	 */
	public FastJar jar() {
		return FastJar.application(this.jar);
	}

	/**
	 * Hand over to a successor.
	 * @param daemon the application
	 * @return the successor, the only process that is left
	 */
	static ProcFs handOver(SampleDaemon daemon) {
		ProcFs predecessor = daemon.daemon();
		succeed(daemon.command("restart", "--jdaemon.restart.strategy=handover"));
		return awaitSuccessor(daemon, predecessor);
	}

	static ProcFs awaitSuccessor(SampleDaemon daemon, ProcFs predecessor) {
		patiently().until(() -> !predecessor.alive());
		ProcFs successor = daemon.daemon();
		assertThat(successor).isNotEqualTo(predecessor);
		return successor;
	}

	static void stop(SampleDaemon daemon, Workbench bench) {
		succeed(daemon.command("stop"));
		assertThat(bench.processes()).isEqualTo(List.of());
		daemon.assertNothingVisible();
	}

	static void succeed(Launch.Result result) {
		assertThat(result.status()).as(result.toString()).isZero();
	}

}
