package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real systemd, as process 1 of namespaces of its own. It shares the directory of the
 * test, the network and the programs with this machine, but starts nothing that this
 * machine would start. It ends with the JVM at the latest, and everything that it has
 * started ends with it.
 */
final class Systemd implements AutoCloseable {

	private static final Path PROGRAM = Path.of("/usr/lib/systemd/systemd");

	private final Process runner;

	private final Path state;

	private final Terminal terminal;

	private final long first;

	private Systemd(Process runner, Path state) {
		this.runner = runner;
		this.state = state;
		this.terminal = new Terminal(state);
		this.terminal.environment("SYSTEMD_PAGER", "");
		this.first = patiently().until(this::findFirst, Optional::isPresent).orElseThrow().pid();
	}

	/**
	 * Start systemd and wait until it is up.
	 * @param version the version
	 * @param directory the directory of the test
	 * @return systemd, to be closed
	 */
	static Systemd start(SystemdVersion version, Path directory) {
		try {
			Path state = Files.createTempDirectory(directory, "systemd-");
			List<String> command = new ArrayList<>(List.of("src/test/systemd/run.sh", state.toString(),
					version.overlay().map(Path::toString).orElse("")));
			for (Path shared : List.of(directory, FastJar.directory(), Path.of(".."))) {
				command.add(shared.toRealPath().toString());
			}
			Process runner = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(state.resolve("console.out").toFile())
				.start();
			try {
				Systemd systemd = new Systemd(runner, state);
				patiently().until(() -> systemd.systemctl("is-system-running").out().equals("running\n"));
				return systemd;
			}
			catch (RuntimeException ex) {
				end(runner);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The only process below the runner that is the first of its namespace
	private Optional<ProcFs> findFirst() {
		assertThat(this.runner.isAlive()).as("systemd runs, see console.out").isTrue();
		return this.runner.descendants()
			.map((descendant) -> new ProcFs(descendant.pid()))
			.filter((process) -> process.runs(PROGRAM) && process.pidInNamespace() == 1)
			.findFirst();
	}

	/**
	 * Begin a command inside, as root.
	 * @param words its words
	 * @return the command, which runs
	 */
	Launch begin(String... words) {
		List<String> command = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(this.first), "--mount",
				"--uts", "--ipc", "--pid", "--wdns=" + this.state.getParent()));
		command.addAll(List.of(words));
		return this.terminal.type(command);
	}

	/**
	 * Run a command inside, as root, and wait for its end.
	 * @param words its words
	 * @return how it ended
	 */
	Launch.Result run(String... words) {
		return begin(words).result();
	}

	Launch.Result systemctl(String... words) {
		List<String> command = new ArrayList<>(List.of("systemctl"));
		command.addAll(List.of(words));
		return run(command.toArray(String[]::new));
	}

	/**
	 * Write a unit file, in place of one with the same name, and load it.
	 * @param name its name
	 * @param text its text
	 */
	void unit(String name, String text) {
		try {
			Files.writeString(path("/run/systemd/system/" + name), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		assertThat(systemctl("daemon-reload").status()).isZero();
	}

	/**
	 * Write and load the unit of a service that runs the sample application, which writes
	 * its log where the application expects it.
	 * @param name the name of the unit
	 * @param sample the application
	 * @param settings lines for the section Service, such as Type=exec
	 */
	void service(String name, SampleDaemon sample, String... settings) {
		unit(name, """
				[Service]
				WorkingDirectory=%s
				StandardOutput=append:%s
				StandardError=inherit
				ExecStart=%s
				%s
				""".formatted(sample.directory(), sample.log().path(), commandLine(sample.commandLine()),
				String.join("\n", settings)));
	}

	/**
	 * A command as it stands in a unit, see systemd.service(5) on command lines.
	 * @param words its words
	 * @return one line
	 */
	static String commandLine(List<String> words) {
		return words.stream().map(Systemd::quoted).collect(Collectors.joining(" "));
	}

	private static String quoted(String word) {
		return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$") + '"';
	}

	/**
	 * A property of a unit.
	 * @param unit the name of the unit
	 * @param property the name of the property, such as ActiveState
	 * @return its value
	 */
	String show(String unit, String property) {
		return systemctl("show", "--value", "--property=" + property, unit).out().strip();
	}

	/**
	 * The main process of a service, as it is known outside.
	 * @param unit the name of the unit
	 * @return the process
	 */
	ProcFs mainProcess(String unit) {
		long pid = Long.parseLong(show(unit, "MainPID"));
		String namespace = new ProcFs(this.first).link("ns/pid");
		return ProcFs
			.find((process) -> process.linkIfAlive("ns/pid").equals(namespace) && process.pidInNamespace() == pid)
			.get(0);
	}

	/**
	 * What a unit has written to the journal, and what systemd has written about it.
	 * @param unit the name of the unit
	 * @return the lines
	 */
	String journal(String unit) {
		return run("journalctl", "--quiet", "--output=cat", "--unit=" + unit).out();
	}

	/**
	 * A file inside, as it is accessible outside.
	 * @param inside its absolute path inside
	 * @return its path
	 */
	Path path(String inside) {
		return Path.of("/proc/" + this.first + "/root" + inside);
	}

	/** End the script that runs systemd, without leaving it time to clean up. */
	void kill() {
		this.runner.destroyForcibly();
	}

	@Override
	public void close() throws IOException {
		if (this.runner.isAlive()) {
			Files.writeString(this.state.resolve("journal.log"), run("journalctl", "--quiet").out());
		}
		end(this.runner);
	}

	// The end of its standard input ends the script, and all that it has started.
	private static void end(Process runner) {
		try {
			runner.getOutputStream().close();
			assertThat(runner.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("systemd ends").isTrue();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
