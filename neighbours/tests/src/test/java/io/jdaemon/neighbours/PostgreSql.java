package io.jdaemon.neighbours;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.sample.SampleClient;
import io.jdaemon.sample.Signal;
import io.jdaemon.sample.Workbench;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A PostgreSQL server of one test, in its directory and on a port of its own. It runs as
 * another user if the test runs as root, which PostgreSQL refuses to do.
 */
final class PostgreSql implements AutoCloseable {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	// nobody
	private static final String USER = "65534";

	private final Workbench bench;

	private final Path programs;

	private final int port = SampleClient.freePort();

	private final Process server;

	private PostgreSql(Workbench bench, Path programs) throws IOException {
		this.bench = bench;
		this.programs = programs;
		Path data = Files.createDirectory(bench.directory().resolve("postgresql"));
		// Others may pass through.
		Files.setPosixFilePermissions(bench.directory(), PosixFilePermissions.fromString("rwx--x--x"));
		if (root()) {
			succeed(bench.process("chown", USER + ":" + USER, data.toString()));
		}
		succeed(unprivileged("initdb", "--pgdata=" + data, "--username=jobs", "--auth=trust", "--no-sync"));
		this.server = unprivileged("postgres", "-D", data.toString(), "-p", String.valueOf(this.port), "-c",
				"listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c",
				"logging_collector=off");
	}

	/**
	 * Start a server.
	 * @param bench of the test, which is skipped if PostgreSQL is not installed
	 * @return the server, which accepts connections
	 * @throws IOException if it cannot be started
	 */
	static PostgreSql start(Workbench bench) throws IOException {
		Optional<Path> programs = programs();
		if (System.getenv("JDAEMON_REQUIRE_POSTGRESQL") == null) {
			assumeTrue(programs.isPresent(), "Debian's package postgresql is not installed");
		}
		PostgreSql server = new PostgreSql(bench, programs.orElseThrow(() -> new IllegalStateException(
				"JDAEMON_REQUIRE_POSTGRESQL is set, and there is no " + INSTALLED + "/*/bin/initdb")));
		patiently().until(() -> server.psql("select 1").waitFor() == 0);
		return server;
	}

	private static Optional<Path> programs() throws IOException {
		if (!Files.isDirectory(INSTALLED)) {
			return Optional.empty();
		}
		try (Stream<Path> versions = Files.list(INSTALLED)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((programs) -> Files.isExecutable(programs.resolve("initdb")))
				.findFirst();
		}
	}

	private static boolean root() {
		return System.getProperty("user.name").equals("root");
	}

	private Process unprivileged(String program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		if (root()) {
			command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
		}
		command.add(this.programs.resolve(program).toString());
		command.addAll(List.of(arguments));
		return this.bench.process(command.toArray(String[]::new));
	}

	private Process psql(String query) throws IOException {
		return this.bench.process(this.programs.resolve("psql").toString(), "--host=127.0.0.1", "--port=" + this.port,
				"--username=jobs", "--no-psqlrc", "--tuples-only", "--no-align", "--command=" + query, "postgres");
	}

	private static String succeed(Process process) throws IOException {
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			assertThat(process.waitFor()).as(errors).isZero();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return output;
	}

	int port() {
		return this.port;
	}

	/**
	 * Query the database.
	 * @param sql the query
	 * @return the rows, with a vertical bar between columns
	 */
	List<String> rows(String sql) {
		try {
			return succeed(psql(sql)).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The connections of applications.
	 * @return how many there are
	 */
	int connections() {
		return Integer.parseInt(
				rows("select count(*) from pg_stat_activity where application_name = 'PostgreSQL JDBC Driver'").get(0));
	}

	/**
	 * End at once, with all connections, and leave nothing in the kernel's shared memory.
	 */
	@Override
	public void close() {
		Signal.INT.send(this.server.pid());
		patiently().until(() -> !this.server.isAlive());
	}

}
