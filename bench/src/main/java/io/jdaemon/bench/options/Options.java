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
 */
public record Options(DaemonSettings daemon, LoadSettings load, int starts, int restarts, int requests,
		Optional<Path> directory) {

	private static final Set<String> NAMES = Set.of("server", "stack", "strategy", "new", "keep-alive", "idle", "h2c",
			"starts", "restarts", "requests", "answers", "pause", "path", "java", "server-jar", "directory",
			"jvm-option", "server-argument", "wrk");

	public static Options parse(String[] arguments, Path ownJar) throws UsageException {
		CommandLine line = new CommandLine(arguments, NAMES);
		Options options = new Options(daemon(line, ownJar), load(line), line.number("starts", 1),
				line.number("restarts", 20), line.number("requests", 0), directory(line));
		options.check();
		return options;
	}

	private static DaemonSettings daemon(CommandLine line, Path ownJar) throws UsageException {
		WebServer server = line.choice("server", WebServer.TOMCAT);
		WebStack stack = line.choice("stack", (server == WebServer.NETTY) ? WebStack.REACTIVE : WebStack.SERVLET);
		return new DaemonSettings(server, stack, line.choice("strategy", Strategy.EXEC),
				Path.of(line.text("java", System.getProperty("java.home") + "/bin/java")), jar(line, ownJar),
				line.all("jvm-option"), line.all("server-argument"));
	}

	private static LoadSettings load(CommandLine line) throws UsageException {
		return new LoadSettings(clients(line), line.number("answers", 50), line.number("pause", 1),
				line.text("path", "/process"), wrk(line));
	}

	private static Map<ClientKind, Integer> clients(CommandLine line) throws UsageException {
		Map<ClientKind, Integer> clients = new EnumMap<>(ClientKind.class);
		clients.put(ClientKind.NEW, line.number("new", 4));
		clients.put(ClientKind.KEEP_ALIVE, line.number("keep-alive", 4));
		clients.put(ClientKind.IDLE, line.number("idle", 0));
		clients.put(ClientKind.H2C, line.number("h2c", 0));
		return clients;
	}

	// Where the build puts the server's jar, relative to bench/target/bench.jar
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
		if (!Files.isRegularFile(this.daemon.jar())) {
			throw new UsageException("There is no server jar " + this.daemon.jar()
					+ ": build it with mvn package -pl bench/server -am, or set --server-jar.");
		}
	}

}
