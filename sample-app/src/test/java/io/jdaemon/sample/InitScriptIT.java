package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The init script in docs/migrating.md does what the LSB says, see its chapter "Init
 * Script Actions".
 */
class InitScriptIT {

	private static final Path PAGE = Path.of("../docs/migrating.md");

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk = Jdk.inTurn(0);

	private SampleDaemon sample;

	private Path script;

	@Test
	void scriptOfThePageReturnsTheStatusesOfTheLsb() throws IOException {
		install();
		assertAction("status", 3, "sample-app is not running: ");
		assertAction("stop", 0, "sample-app is not running: ");
		assertAction("try-restart", 0, "sample-app is not running: ");
		assertAction("force-reload", 7, "");
		assertAction("start", 0, "Started sample-app ");
		ProcFs daemon = daemon();
		assertThat(daemon.commandLine()).containsSubsequence("-Dorders.x=1", "-jar", "start", "--orders.y=2");
		assertThat(daemon.status("Uid")).startsWith(Home.output("id", "-u", user()) + "\t");
		assertAction("start", 0, "sample-app is running (pid " + daemon.pid() + ", ");
		assertAction("status", 0, "sample-app is running (pid " + daemon.pid() + ", ");
		assertAction("try-restart", 0, "Restarted sample-app (pid " + daemon.pid() + ", restart 1) ");
		assertAction("force-reload", 0, "Restarted sample-app (pid " + daemon.pid() + ", restart 2) ");
		assertAction("restart", 0, "Restarted sample-app (pid " + daemon.pid() + ", restart 3) ");
		assertAction("reload", 3, "");
		assertAction("dance", 2, "");
		assertAction("stop", 0, "Stopped sample-app (pid " + daemon.pid() + ") ");
		assertThat(this.bench.processes()).isEmpty();
		assertAction("restart", 0, "Started sample-app ");
		Signal.KILL.send(daemon().pid());
		assertAction("status", 1, "sample-app is not running, but its PID file ");
		assertAction("force-stop", 0, "sample-app is not running; its stale PID file ");
		assertThat(this.bench.processes()).isEmpty();
	}

	@Test
	void failedStartReturnsTheStatusOfTheApplication() throws IOException {
		install("--fault.exits-in-bean=true");
		assertAction("start", 3, "");
		assertAction("restart", 3, "");
		assertThat(this.bench.processes()).isEmpty();
	}

	private void assertAction(String action, int status, String out) {
		Launch.Result result = this.sample.script("'" + this.script + "' " + action);
		assertThat(result.status()).as(action + ": " + result).isEqualTo(status);
		assertThat(result.out()).startsWith(out);
		assertThat(result.out().isEmpty()).isEqualTo(out.isEmpty());
	}

	// As the page says, but in the directory of the test
	private void install(String... arguments) throws IOException {
		Path directory = this.bench.directory();
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		for (String path : List.of("srv/orders", "etc/default", "run", "var/log", "jdk/bin")) {
			Files.createDirectories(directory.resolve(path));
		}
		FastJar tiny = FastJar.tiny(this.jdk);
		List<String> java = new ArrayList<>(List.of("exec", this.jdk.java().toString()));
		java.addAll(FastJar.OPTIONS);
		java.addAll(tiny.options());
		write(directory.resolve("jdk/bin/java"), "#!/bin/sh\n" + String.join(" ", java) + " \"$@\"\n");
		Files.writeString(directory.resolve("etc/default/orders"), "JAVA_HOME=" + directory.resolve("jdk")
				+ "\nJAVA_OPTS=-Dorders.x=1\nRUN_ARGS='--orders.y=2 " + String.join(" ", arguments) + "'\n");
		// The first block of the page
		String text = Files.readString(PAGE).split("```(sh)?\n")[1]
			.replaceAll("(?<![\\w}])/(srv|etc|run|var)/", directory + "/$1/")
			.replace("-jar orders.jar", "-jar " + tiny.jar())
			.replace("--jdaemon.user=orders", "--jdaemon.user=" + user())
			.replace("-o orders", "-o " + user());
		this.script = write(directory.resolve("etc/orders"), text);
		this.sample = this.bench.sample(this.jdk);
	}

	private static Path write(Path script, String text) throws IOException {
		Files.writeString(script, text);
		return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private static String user() {
		return Home.isRoot() ? "nobody" : Home.output("id", "-un");
	}

	private ProcFs daemon() {
		return new ProcFs(
				Long.parseLong(TextFile.read(this.bench.directory().resolve("run/orders/orders.pid")).strip()));
	}

}
