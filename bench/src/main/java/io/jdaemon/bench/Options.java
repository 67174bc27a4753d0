package io.jdaemon.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to run, see {@code bench/README.md}.
 *
 * @param server the web server
 * @param stack its programming model
 * @param strategy how the daemon restarts
 * @param clients how many there are of each kind
 * @param starts how often the daemon is started, to see how long that takes
 * @param restarts how often the daemon restarts
 * @param requests how many requests to make at least
 * @param answers how many answers each busy client gets between two restarts
 * @param pauseMillis how long a busy client waits between two requests
 * @param path what the clients ask for
 * @param java the {@code java} that runs the daemon
 * @param jar the daemon's jar
 * @param directory where it runs; a temporary one if empty
 * @param jvmOptions more options of the daemon's JVM
 * @param serverArguments more arguments of the daemon
 * @param wrkSeconds how long wrk runs beside; 0 if not at all
 */
record Options(WebServer server, WebStack stack, Strategy strategy, Map<ClientKind, Integer> clients, int starts,
		int restarts, int requests, int answers, int pauseMillis, String path, Path java, Path jar,
		Optional<Path> directory, List<String> jvmOptions, List<String> serverArguments, int wrkSeconds) {

	private static final Set<String> NAMES = Set.of("server", "stack", "strategy", "new", "keep-alive", "idle", "h2c",
			"starts", "restarts", "requests", "answers", "pause", "path", "java", "server-jar", "directory",
			"jvm-option", "server-argument", "wrk");

	static Options parse(String[] arguments, Path ownJar) throws UsageException {
		CommandLine line = new CommandLine(arguments, NAMES);
		WebServer server = line.choice("server", WebServer.TOMCAT);
		Options options = new Options(server,
				line.choice("stack", (server == WebServer.NETTY) ? WebStack.REACTIVE : WebStack.SERVLET),
				line.choice("strategy", Strategy.EXEC), clients(line), line.number("starts", 1),
				line.number("restarts", 20), line.number("requests", 0), line.number("answers", 50),
				line.number("pause", 1), line.text("path", "/process"),
				Path.of(line.text("java", System.getProperty("java.home") + "/bin/java")), jar(line, ownJar),
				directory(line), line.all("jvm-option"), line.all("server-argument"), wrk(line));
		options.check();
		return options;
	}

	private static Map<ClientKind, Integer> clients(CommandLine line) throws UsageException {
		Map<ClientKind, Integer> clients = new EnumMap<>(ClientKind.class);
		clients.put(ClientKind.NEW, line.number("new", 4));
		clients.put(ClientKind.KEEP_ALIVE, line.number("keep-alive", 4));
		clients.put(ClientKind.IDLE, line.number("idle", 0));
		clients.put(ClientKind.H2C, line.number("h2c", 0));
		return clients;
	}

	// The server's jar lies where the build puts it, seen from bench/target/bench.jar.
	private static Path jar(CommandLine line, Path ownJar) throws UsageException {
		Path built = ownJar.resolveSibling("../server/target/bench-server.jar").normalize();
		return Path.of(line.text("server-jar", built.toString())).toAbsolutePath();
	}

	private static Optional<Path> directory(CommandLine line) throws UsageException {
		return line.has("directory") ? Optional.of(Path.of(line.text("directory", "/tmp/bench")).toAbsolutePath())
				: Optional.empty();
	}

	private static int wrk(CommandLine line) throws UsageException {
		return line.all("wrk").equals(List.of("")) ? 30 : line.number("wrk", 0);
	}

	private void check() throws UsageException {
		if (this.server == WebServer.NETTY && this.stack == WebStack.SERVLET) {
			throw new UsageException("Netty serves no servlets: leave out --stack, or say --stack=reactive.");
		}
		if (this.clients.values().stream().mapToInt(Integer::intValue).sum() == 0) {
			throw new UsageException(
					"Nobody would send a request: let one of --new, --keep-alive, --idle, --h2c be " + "above 0.");
		}
		if (this.starts == 0) {
			throw new UsageException("Without a start there is nothing to restart: let --starts be above 0.");
		}
		if (!this.path.startsWith("/") || this.path.contains(" ")) {
			throw new UsageException("--path=" + this.path + " is no path of a URL, as in --path=/data?size=1000.");
		}
		if (!Files.isExecutable(this.java)) {
			throw new UsageException("--java=" + this.java + " is no program that can be run.");
		}
		if (!Files.isRegularFile(this.jar)) {
			throw new UsageException("The jar of the server is not at " + this.jar
					+ ": build it by mvn package -pl bench/server -am, or name it by --server-jar.");
		}
	}

}
