package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An instance of the sample application in a directory of its own, started as an operator
 * does it and watched from outside. Unless told otherwise it is a {@link FastJar},
 * because that starts fastest.
 */
final class SampleDaemon {

	static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Duration POLL = Duration.ofMillis(20);

	/** What the tiny application logs once in each generation. */
	static final String READY = "Started TinyApplication in";

	private static final int TIMEOUT_MILLIS = 20_000;

	private final Jdk jdk;

	private final Path directory;

	private final int port = freePort();

	private final Map<String, String> environment = new HashMap<>();

	// Whoever runs the tests may have left signals ignored: a shell's "&" does.
	private final List<String> prefix = new ArrayList<>(List.of("env", "--default-signal"));

	private final List<String> options = new ArrayList<>(FastJar.OPTIONS);

	private final List<String> arguments = new ArrayList<>();

	private Path output;

	private FastJar fast;

	private Path jar;

	private String mainClass;

	private int launches;

	SampleDaemon(Jdk jdk, Path directory, String marker, String value) {
		this.jdk = jdk;
		this.directory = directory;
		this.output = directory.resolve("sample-app.log");
		this.environment.put("PATH", System.getenv("PATH"));
		this.environment.put("LANG", "C.UTF-8");
		this.environment.put(marker, value);
		this.arguments.add("--server.port=" + this.port);
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	SampleDaemon options(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	SampleDaemon arguments(String... arguments) {
		this.arguments.addAll(List.of(arguments));
		return this;
	}

	SampleDaemon environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	SampleDaemon jar(Path jar) {
		this.jar = jar;
		return this;
	}

	/**
	 * Take the application that has nothing but jdaemon in it: it starts four times as
	 * fast and does not answer requests.
	 * @return this
	 */
	SampleDaemon tiny() {
		this.fast = FastJar.tiny(this.jdk);
		return this;
	}

	/**
	 * Start a class, with the jar as class path.
	 * @param mainClass the name of the class
	 * @return this
	 */
	SampleDaemon mainClass(String mainClass) {
		this.mainClass = mainClass;
		return this;
	}

	/**
	 * Tell where its output goes, if not to the file in the working directory.
	 * @param log the file
	 * @return this
	 */
	SampleDaemon log(Path log) {
		this.output = log;
		return this;
	}

	/**
	 * Let the next start begin with no log.
	 */
	void forgetLog() {
		try {
			Files.delete(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	SampleDaemon foreground() {
		return arguments("--jdaemon.mode=foreground", "--jdaemon.pid-file=sample-app.pid");
	}

	/**
	 * Start it by a script, which finds the command in {@code "$@"}.
	 * @param script a script for sh(1)
	 * @return this
	 */
	SampleDaemon shell(String script) {
		this.prefix.addAll(List.of("/bin/sh", "-c", script, "sh"));
		return this;
	}

	/**
	 * Have another user type what follows.
	 * @param user the ID of the user
	 * @return this
	 */
	SampleDaemon as(int user) {
		this.prefix.addAll(0,
				List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--inh-caps=-all"));
		return this;
	}

	/**
	 * Type a verb and more arguments.
	 * @param words the verb first
	 * @return how that ended
	 */
	Launch.Result command(String... words) {
		return beginCommand(words).result();
	}

	Launch beginCommand(String... words) {
		List<String> command = commandLine();
		command.addAll(command.indexOf("-jar") + 2, List.of(words));
		return begin(command);
	}

	List<String> commandLine() {
		List<String> command = new ArrayList<>();
		command.add(this.jdk.java().toString());
		Path started = this.jar;
		if (started == null) {
			FastJar extracted = (this.fast != null) ? this.fast : FastJar.of(this.jdk);
			command.addAll(extracted.options());
			started = extracted.jar();
		}
		command.addAll(this.options);
		command.addAll((this.mainClass != null) ? List.of("-cp", started.toString(), this.mainClass)
				: List.of("-jar", started.toString()));
		command.addAll(this.arguments);
		return command;
	}

	/**
	 * Type the command.
	 * @return the command, which runs
	 */
	Launch begin() {
		return begin(commandLine());
	}

	/**
	 * Run a script of an operator, and wait for its end.
	 * @param script a script for sh(1)
	 * @return how it ended
	 */
	Launch.Result script(String script) {
		return begin(List.of("/bin/sh", "-c", script)).result();
	}

	private Launch begin(List<String> typed) {
		List<String> command = new ArrayList<>(this.prefix);
		command.addAll(typed);
		int number = this.launches++;
		Path out = this.directory.resolve("launcher-" + number + ".out");
		Path err = this.directory.resolve("launcher-" + number + ".err");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().clear();
		builder.environment().putAll(this.environment);
		try {
			return new Launch(builder.start(), out, err);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start it and wait for the launcher.
	 * @return how the launcher ended
	 */
	Launch.Result start() {
		return begin().result();
	}

	/**
	 * Start it, which must succeed.
	 * @return the daemon
	 */
	ProcFs started() {
		Launch.Result result = start();
		assertThat(result.status()).as(result.toString()).isZero();
		return daemon();
	}

	ProcFs daemon() {
		return new ProcFs(Long.parseLong(read(pidFile()).strip()));
	}

	Path directory() {
		return this.directory;
	}

	Path pidFile() {
		return this.directory.resolve("sample-app.pid");
	}

	Path lockFile() {
		return this.directory.resolve(".sample-app.pid.lock");
	}

	int port() {
		return this.port;
	}

	String log() {
		return Files.exists(this.output) ? read(this.output) : "";
	}

	int logged(String words) {
		String log = log();
		int times = 0;
		for (int at = log.indexOf(words); at >= 0; at = log.indexOf(words, at + words.length())) {
			times++;
		}
		return times;
	}

	/**
	 * Wait for words in a file.
	 * @param file the file
	 * @param words the words
	 */
	static void awaitSaid(Path file, String words) {
		await().atMost(PATIENCE).until(() -> read(file).contains(words));
	}

	static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask the application.
	 * @param method GET or POST
	 * @param path what for
	 * @return the response
	 */
	Response request(String method, String path) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + this.port + path)
				.toURL()
				.openConnection();
			connection.setRequestMethod(method);
			connection.setRequestProperty("Connection", "close");
			connection.setConnectTimeout(TIMEOUT_MILLIS);
			connection.setReadTimeout(TIMEOUT_MILLIS);
			int status = connection.getResponseCode();
			try (var body = (status < 400) ? connection.getInputStream() : connection.getErrorStream()) {
				return new Response(status,
						(body != null) ? new String(body.readAllBytes(), StandardCharsets.UTF_8) : "");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Response process() {
		return request("GET", "/process");
	}

	/**
	 * Ask which generation serves: the application itself, or the log of the tiny one.
	 * @return the generation
	 */
	long generation() {
		if (this.fast != null) {
			return logged(READY) - 1;
		}
		Response response = process();
		// While it closes, Tomcat may have a response of its own.
		return (response.status() == 200) ? response.number("generation") : -1;
	}

	/**
	 * Wait until a generation, or a later one, is ready.
	 * @param generation the generation
	 */
	void awaitGeneration(int generation) {
		await().atMost(PATIENCE)
			.pollInterval(POLL)
			.ignoreException(UncheckedIOException.class)
			.until(() -> generation() >= generation);
	}

	void awaitLogged(String words, int times) {
		await().atMost(PATIENCE).pollInterval(POLL).until(() -> logged(words) >= times);
	}

	void awaitGone(ProcFs daemon) {
		await().atMost(PATIENCE).until(() -> !daemon.alive());
		assertNothingVisible();
	}

	/** Neither the PID file nor what the lock is kept in while it is not visible. */
	void assertNothingVisible() {
		assertThat(this.directory.toFile().list()).noneMatch((name) -> name.endsWith(".pid") || name.endsWith(".lock"));
	}

	/**
	 * What the application said.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 */
	record Response(int status, String body) {

		long number(String field) {
			Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(this.body);
			assertThat(matcher.find()).as(toString()).isTrue();
			return Long.parseLong(matcher.group(1));
		}

	}

	static List<String> lines(String text) {
		return Arrays.stream(text.split("\n")).filter((line) -> !line.isBlank()).toList();
	}

}
