package io.jdaemon.bench.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.bench.client.ClientKind;
import io.jdaemon.bench.daemon.DaemonSettings;
import io.jdaemon.bench.daemon.Strategy;
import io.jdaemon.bench.daemon.WebServer;
import io.jdaemon.bench.daemon.WebStack;
import io.jdaemon.bench.load.LoadSettings;

/**
 * What the bench does, see {@code bench/README.md}.
 *
 * @param daemon what the daemon is started with
 * @param load which clients there are, and which requests they send
 * @param starts how often the daemon is started, to see how much a start varies
 * @param restarts how often the daemon restarts
 * @param requests how many requests the clients send at least
 * @param directory where the daemon runs; a temporary one if empty
 * @param comparison what the daemon is compared with
 * @param timeline whether to watch the steps of each restart
 */
public record Options(DaemonSettings daemon, LoadSettings load, int starts, int restarts, int requests,
		Optional<Path> directory, ComparisonOptions comparison, boolean timeline) {

	private static final int ROUNDS = 9;

	private static final Set<String> NAMES = Set.of("server", "stack", "strategy", "new", "keep-alive", "idle", "h2c",
			"starts", "restarts", "requests", "answers", "pause", "path", "java", "server-jar", "directory",
			"jvm-option", "server-argument", "wrk", "baseline", "spring-cloud-jar", "picture", "timeline", "warm");

	public static Options parse(String[] arguments, Path ownJar) throws UsageException {
		CommandLine line = new CommandLine(arguments, NAMES);
		Options options = new Options(daemon(line, ownJar), load(line), line.number("starts", 1),
				line.number("restarts", 20), line.number("requests", 0), path(line, "directory", "/tmp/bench"),
				comparison(line, ownJar), line.flag("timeline"));
		options.check();
		options.checkComparison(line);
		return options;
	}

	private static DaemonSettings daemon(CommandLine line, Path ownJar) throws UsageException {
		WebServer server = line.choice("server", WebServer.TOMCAT);
		WebStack stack = line.choice("stack", (server == WebServer.NETTY) ? WebStack.REACTIVE : WebStack.SERVLET);
		return new DaemonSettings(server, stack, line.choices("strategy", Strategy.EXEC).get(0), line.flag("warm"),
				Path.of(line.text("java", System.getProperty("java.home") + "/bin/java")), jar(line, ownJar, "server"),
				line.all("jvm-option"), line.all("server-argument"));
	}

	private static LoadSettings load(CommandLine line) throws UsageException {
		return new LoadSettings(clients(line), line.number("answers", 50), line.number("pause", 1),
				line.text("path", "/process"), flagOrNumber(line, "wrk", 30));
	}

	private static Map<ClientKind, Integer> clients(CommandLine line) throws UsageException {
		Map<ClientKind, Integer> clients = new EnumMap<>(ClientKind.class);
		clients.put(ClientKind.NEW, line.number("new", 4));
		clients.put(ClientKind.KEEP_ALIVE, line.number("keep-alive", 4));
		clients.put(ClientKind.IDLE, line.number("idle", 0));
		clients.put(ClientKind.H2C, line.number("h2c", 0));
		return clients;
	}

	// Where the build puts the jar of a module, relative to bench/target/bench.jar
	private static Path jar(CommandLine line, Path ownJar, String module) throws UsageException {
		Path built = ownJar.resolveSibling("../" + module + "/target/bench-" + module + ".jar").normalize();
		return Path.of(line.text(module + "-jar", built.toString())).toAbsolutePath();
	}

	private static ComparisonOptions comparison(CommandLine line, Path ownJar) throws UsageException {
		return new ComparisonOptions(flagOrNumber(line, "baseline", ROUNDS), line.choices("strategy", Strategy.EXEC),
				jar(line, ownJar, "spring-cloud"), path(line, "picture", "restart.svg"));
	}

	private static Optional<Path> path(CommandLine line, String name, String example) throws UsageException {
		return line.has(name) ? Optional.of(Path.of(line.text(name, example)).toAbsolutePath()) : Optional.empty();
	}

	private static int flagOrNumber(CommandLine line, String name, int numberOfFlag) throws UsageException {
		return line.all(name).equals(List.of("")) ? numberOfFlag : line.number(name, 0);
	}

	private void check() throws UsageException {
		if (this.daemon.server() == WebServer.NETTY && this.daemon.stack() == WebStack.SERVLET) {
			throw new UsageException("--server=netty has no servlet stack: omit --stack or use --stack=reactive.");
		}
		if (this.load.clients().values().stream().mapToInt(Integer::intValue).sum() == 0) {
			throw new UsageException(
					"There is no client: set at least one of --new, --keep-alive, --idle and --h2c to 1 or more.");
		}
		if (this.starts == 0) {
			throw new UsageException("--starts=0 starts no daemon: use --starts=1 or more.");
		}
		if (!this.load.path().startsWith("/") || this.load.path().contains(" ")) {
			throw new UsageException("--path=" + this.load.path()
					+ " is not the path of a URL; use for example --path=/data?size=1000.");
		}
		if (!Files.isExecutable(this.daemon.java())) {
			throw new UsageException("--java=" + this.daemon.java() + " is not an executable file.");
		}
		checkJar(this.daemon.jar(), "server");
		if (this.timeline && (this.daemon.strategy() != Strategy.EXEC || this.comparison.rounds() > 0)) {
			throw new UsageException("--timeline shows the steps of a restart by exec: use it with --strategy=exec, and"
					+ " without --baseline.");
		}
	}

	private void checkComparison(CommandLine line) throws UsageException {
		if (this.comparison.rounds() == 0) {
			if (this.comparison.strategies().size() > 1) {
				throw new UsageException("Several strategies are compared with --baseline only: add it, or name one.");
			}
			if (this.comparison.picture().isPresent()) {
				throw new UsageException("--picture shows what --baseline compares: add --baseline.");
			}
			return;
		}
		for (String name : List.of("starts", "restarts", "wrk")) {
			if (line.has(name)) {
				throw new UsageException(
						"--" + name + " has no meaning beside --baseline: each round starts and restarts"
								+ " once, and --baseline=9 is the number of rounds.");
			}
		}
		if (this.load.clients().getOrDefault(ClientKind.NEW, 0) == 0) {
			throw new UsageException("--baseline compares how long new connections wait: use --new=1 or more.");
		}
		checkJar(this.comparison.springCloudJar(), "spring-cloud");
		checkPicture(this.comparison.picture());
	}

	private static void checkPicture(Optional<Path> file) throws UsageException {
		Path directory = file.map(Path::getParent).orElse(Path.of("/"));
		if (!Files.isDirectory(directory)) {
			throw new UsageException("--picture cannot be written: " + directory + " is not a directory.");
		}
	}

	private static void checkJar(Path jar, String module) throws UsageException {
		if (!Files.isRegularFile(jar)) {
			throw new UsageException("There is no jar " + jar + ": build it with mvn package -pl bench/" + module
					+ " -am, or set --" + module + "-jar.");
		}
	}

}
