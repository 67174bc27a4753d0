package io.jdaemon.bench.fleet;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jdaemon.bench.daemon.FreePort;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the simulation, in a directory and on a port of its own, as Debian
 * configures it. It runs as another user if the simulation runs as root, which PostgreSQL
 * refuses to do.
 */
final class PostgreSql {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	// The user nobody of Debian
	private static final String USER = "65534";

	private static final int ATTEMPTS = 300;

	private final Path programs;

	private final Path directory;

	private final int port;

	private @Nullable Process process;

	PostgreSql(Path directory) throws IOException, InterruptedException {
		this.programs = programs();
		this.directory = directory;
		this.port = FreePort.onLoopback().getPort();
		Path data = Files.createDirectory(directory.resolve("data"));
		// Others may pass through.
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
		if (root()) {
			succeed(start(List.of("chown", USER + ":" + USER, data.toString())));
		}
		succeed(program("initdb", "--pgdata=" + data, "--username=bench", "--auth=trust"));
	}

	private static Path programs() throws IOException {
		try (Stream<Path> versions = Files.list(INSTALLED)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((programs) -> Files.isExecutable(programs.resolve("initdb")))
				.findFirst()
				.orElseThrow(() -> new IOException("There is no " + INSTALLED + "/*/bin/initdb"));
		}
		catch (IOException ex) {
			throw new IOException("PostgreSQL is not installed: install Debian's package postgresql, or set --url.",
					ex);
		}
	}

	private static boolean root() {
		return System.getProperty("user.name").equals("root");
	}

	private Process program(String program, String... arguments) throws IOException {
		// SIGINT ends PostgreSQL at once, with all connections.
		List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig=INT"));
		if (root()) {
			command.addAll(List.of("--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
		}
		command.add(this.programs.resolve(program).toString());
		command.addAll(List.of(arguments));
		return start(command);
	}

	private Process start(List<String> command) throws IOException {
		return new ProcessBuilder(command).directory(Path.of("/").toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
			.start();
	}

	private Path output() {
		return this.directory.resolve("postgresql.log");
	}

	private void succeed(Process process) throws IOException, InterruptedException {
		if (process.waitFor() != 0) {
			throw failure();
		}
	}

	private IOException failure() throws IOException {
		return new IOException("PostgreSQL has failed:\n" + Files.readString(output()));
	}

	/**
	 * Start the server.
	 * @return its URL
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if the simulation ends
	 */
	String start() throws IOException, InterruptedException {
		Process server = program("postgres", "-D", this.directory.resolve("data").toString(), "-p",
				String.valueOf(this.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
				"logging_collector=off");
		this.process = server;
		for (int attempt = 0; attempt < ATTEMPTS && server.isAlive(); attempt++) {
			try {
				new Socket("127.0.0.1", this.port).close();
				return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?user=bench";
			}
			catch (SocketException ex) {
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
		throw failure();
	}

	/**
	 * End the server at once, with all connections.
	 * @throws IOException if it cannot be ended
	 * @throws InterruptedException if the simulation ends
	 */
	void stop() throws IOException, InterruptedException {
		if (this.process != null) {
			new ProcessBuilder("kill", "-INT", String.valueOf(this.process.pid())).start().waitFor();
			this.process.waitFor();
		}
	}

}
