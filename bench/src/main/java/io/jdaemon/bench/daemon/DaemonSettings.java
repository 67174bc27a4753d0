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
 * @param java the {@code java} that runs the daemon
 * @param jar the daemon's jar
 * @param jvmOptions additional options of the daemon's JVM
 * @param arguments additional arguments of the application
 */
public record DaemonSettings(WebServer server, WebStack stack, Strategy strategy, Path java, Path jar,
		List<String> jvmOptions, List<String> arguments) {

	public DaemonSettings with(Strategy another) {
		return new DaemonSettings(this.server, this.stack, another, this.java, this.jar, this.jvmOptions,
				this.arguments);
	}

	List<String> command(int port) {
		List<String> command = command(this.jar, "start", port);
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
