package io.jdaemon.sample;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application, the sample unless another is named, in a directory of its own, started
 * as an operator does it and watched from outside.
 */
public final class SampleDaemon {

	/** What the tiny application logs once in each generation. */
	static final String READY = "Started TinyApplication in";

	private final String name;

	private final Path directory;

	private final Terminal terminal;

	private final SampleCommandLine commandLine;

	private final SampleClient client = new SampleClient(SampleClient.freePort());

	private TextFile log;

	SampleDaemon(Jdk jdk, String name, Path directory, String marker, String value) {
		this.name = name;
		this.directory = directory;
		this.terminal = new Terminal(directory);
		this.commandLine = new SampleCommandLine(jdk);
		this.log = new TextFile(directory.resolve(name + ".log"));
		environment(marker, value);
		// An argument switches it on.
		environment("JDAEMON_WARMSTART", "off");
		arguments("--server.port=" + port());
	}

	public SampleDaemon options(String... options) {
		this.commandLine.options(options);
		return this;
	}

	public SampleDaemon arguments(String... arguments) {
		this.commandLine.arguments(arguments);
		return this;
	}

	public SampleDaemon environment(String name, String value) {
		this.terminal.environment(name, value);
		return this;
	}

	SampleDaemon jar(Path jar) {
		this.commandLine.jar(jar);
		return this;
	}

	/**
	 * Start the application that has nothing but jdaemon in it: it starts four times as
	 * fast and answers no requests.
	 * @return this
	 */
	SampleDaemon tiny() {
		this.commandLine.tiny();
		return this;
	}

	/**
	 * Start a class, with the jar as class path.
	 * @param mainClass the name of the class
	 * @return this
	 */
	SampleDaemon mainClass(String mainClass) {
		this.commandLine.mainClass(mainClass);
		return this;
	}

	/**
	 * Set where the output goes, if not to the file in the working directory.
	 * @param file the file
	 * @return this
	 */
	SampleDaemon log(Path file) {
		this.log = new TextFile(file);
		return this;
	}

	public SampleDaemon foreground() {
		return arguments("--jdaemon.mode=foreground", "--jdaemon.pid-file=" + this.name + ".pid");
	}

	SampleDaemon shell(String script) {
		this.terminal.shell(script);
		return this;
	}

	SampleDaemon user(int user) {
		this.terminal.user(user);
		return this;
	}

	List<String> commandLine() {
		return this.commandLine.words();
	}

	/**
	 * Type the command line.
	 * @return the launcher, which runs
	 */
	public Launch begin() {
		return this.terminal.type(commandLine());
	}

	/**
	 * Type the command line and wait for the launcher.
	 * @return how the launcher ended
	 */
	public Launch.Result start() {
		return begin().result();
	}

	/**
	 * Start the daemon, which must succeed.
	 * @return the process of the daemon
	 */
	public ProcFs started() {
		Launch.Result result = start();
		assertThat(result.status()).as(result.toString()).isZero();
		return daemon();
	}

	/**
	 * Type the command line with a command.
	 * @param words the command first, then its arguments
	 * @return the command, which runs
	 */
	public Launch beginCommand(String... words) {
		return this.terminal.type(this.commandLine.words(words));
	}

	/**
	 * Type the command line with a command and wait for its end.
	 * @param words the command first, then its arguments
	 * @return how it ended
	 */
	public Launch.Result command(String... words) {
		return beginCommand(words).result();
	}

	/**
	 * Run a script of an operator, and wait for its end.
	 * @param script a script for sh(1)
	 * @return how it ended
	 */
	public Launch.Result script(String script) {
		return this.terminal.type(List.of("/bin/sh", "-c", script)).result();
	}

	public ProcFs daemon() {
		return new ProcFs(Long.parseLong(TextFile.read(pidFile()).strip()));
	}

	public Path directory() {
		return this.directory;
	}

	public Path pidFile() {
		return this.directory.resolve(this.name + ".pid");
	}

	Path lockFile() {
		return this.directory.resolve("." + this.name + ".pid.lock");
	}

	public int port() {
		return this.client.port();
	}

	public TextFile log() {
		return this.log;
	}

	public Response request(String method, String path) {
		return this.client.request(method, path);
	}

	/**
	 * Ask the application about its process.
	 * @return the response
	 */
	public Response process() {
		return request("GET", "/process");
	}

	/**
	 * The generation that serves, as the application responds or the tiny one has logged.
	 * @return the generation
	 */
	public long generation() {
		if (this.commandLine.isTiny()) {
			return this.log.count(READY) - 1;
		}
		Response response = process();
		// While it closes, Tomcat may send a response of its own.
		return (response.status() == 200) ? response.number("generation") : -1;
	}

	/**
	 * Wait until a generation, or a later one, is ready.
	 * @param generation the generation
	 */
	public void awaitGeneration(int generation) {
		patiently().ignoreException(UncheckedIOException.class).until(() -> generation() >= generation);
	}

	public void awaitGone(ProcFs daemon) {
		patiently().until(() -> !daemon.alive());
		assertNothingVisible();
	}

	/** Neither the PID file nor the file that holds the lock before it is published. */
	public void assertNothingVisible() {
		assertThat(this.directory.toFile().list()).noneMatch((name) -> name.endsWith(".pid") || name.endsWith(".lock"));
	}

}
