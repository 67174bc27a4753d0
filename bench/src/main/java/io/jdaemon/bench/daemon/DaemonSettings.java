package io.jdaemon.bench.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the daemon is started with.
 *
 * @param server the web server
 * @param stack its web stack
 * @param strategy how the daemon restarts
 * @param warm whether it starts warm, with a cache that is made before its first start
 * @param java the {@code java} that runs the daemon
 * @param jar the daemon's jar
 * @param jvmOptions additional options of the daemon's JVM
 * @param arguments additional arguments of the application
 */
public record DaemonSettings(WebServer server, WebStack stack, Strategy strategy, boolean warm, Path java, Path jar,
		List<String> jvmOptions, List<String> arguments) {

	/** Where the caches are, below the daemon's directory. */
	static final String CACHES = "warm";

	public DaemonSettings with(Strategy another) {
		return new DaemonSettings(this.server, this.stack, another, this.warm, this.java, this.jar, this.jvmOptions,
				this.arguments);
	}

	List<String> command(int port) {
		return daemonCommand("start", port);
	}

	List<String> trainCommand(int port) {
		return daemonCommand("train", port);
	}

	private List<String> daemonCommand(String name, int port) {
		List<String> command = command(this.jar, name, port);
		if (this.warm) {
			command.addAll(List.of("--jdaemon.warm-start=on", "--jdaemon.warm-start-directory=" + CACHES));
		}
		if (this.strategy == Strategy.HANDOVER) {
			command.add("--jdaemon.restart.strategy=handover");
		}
		command.addAll(this.arguments);
		return command;
	}

	List<String> foregroundCommand(Path anyJar, int port) {
		List<String> command = command(anyJar, "--jdaemon.mode=off", port);
		command.addAll(this.arguments);
		return command;
	}

	private List<String> command(Path anyJar, String first, int port) {
		List<String> command = new ArrayList<>();
		command.add(this.java.toAbsolutePath().toString());
		command.addAll(this.jvmOptions);
		command.addAll(List.of("-jar", anyJar.toString(), first, "--server.port=" + port,
				"--bench.server=" + this.server, "--bench.stack=" + this.stack));
		return command;
	}

}
