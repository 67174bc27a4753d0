package io.jdaemon.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A PostgreSQL server of one class of tests, in a directory and on a port of its own. It
 * runs as another user if the test runs as root, which PostgreSQL refuses to do, and ends
 * with the test at the latest.
 */
final class PostgreSqlServer implements AutoCloseable {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	// The user nobody of Debian
	private static final String USER = "65534";

	private final Path programs;

	private final Path directory;

	private final int port = freePort();

	private Process process;

	private int databases;

	private PostgreSqlServer(Path programs, Path directory) throws Exception {
		this.programs = programs;
		this.directory = directory;
		Path data = Files.createDirectory(directory.resolve("data"));
		// Others may pass through.
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
		if (root()) {
			assertThat(start("chown", USER + ":" + USER, data.toString()).waitFor()).isZero();
		}
		assertThat(program("initdb", "--pgdata=" + data, "--username=owner", "--auth=trust", "--no-sync").waitFor())
			.as(() -> output("initdb"))
			.isZero();
		this.process = postgres();
		execute("create role guest login");
	}

	/**
	 * Start a server.
	 * @param directory an empty directory
	 * @return the server; the test is skipped if PostgreSQL is not installed
	 * @throws Exception if it cannot be started
	 */
	static PostgreSqlServer start(Path directory) throws Exception {
		Optional<Path> programs = programs();
		if (System.getenv("JDAEMON_REQUIRE_POSTGRESQL") == null) {
			assumeTrue(programs.isPresent(), "Debian's package postgresql is not installed");
		}
		return new PostgreSqlServer(
				programs.orElseThrow(() -> new IllegalStateException(
						"JDAEMON_REQUIRE_POSTGRESQL is set, and there is no " + INSTALLED + "/*/bin/initdb")),
				directory);
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

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private Process postgres() throws Exception {
		Process postgres = program("postgres", "-D", this.directory.resolve("data").toString(), "-p",
				String.valueOf(this.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
				"fsync=off", "-c", "logging_collector=off", "-c", "deadlock_timeout=100ms");
		Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			assertThat(postgres.isAlive()).as(() -> output("postgres")).isTrue();
			owner().getConnection().close();
			return true;
		});
		return postgres;
	}

	private Process program(String program, String... arguments) throws IOException {
		// SIGINT ends PostgreSQL at once, with all connections.
		List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig=INT"));
		if (root()) {
			command.addAll(List.of("--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
		}
		command.add(this.programs.resolve(program).toString());
		command.addAll(List.of(arguments));
		return start(command.toArray(String[]::new));
	}

	private Process start(String... command) throws IOException {
		return new ProcessBuilder(command).directory(Path.of("/").toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("output").toFile()))
			.start();
	}

	private String output(String program) {
		try {
			return program + ":\n" + Files.readString(this.directory.resolve("output"));
		}
		catch (IOException ex) {
			return program;
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * End the server at once, with all its connections, and start it again.
	 * @throws Exception if it does not start
	 */
	void restart() throws Exception {
		close();
		this.process = postgres();
	}

	@Override
	public void close() throws IOException {
		new ProcessBuilder("kill", "-INT", String.valueOf(this.process.pid())).start();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !this.process.isAlive());
	}

	/**
	 * A database of the server: a schema of its own, in which the guest may not create
	 * anything.
	 * @return the database
	 * @throws SQLException if it cannot be created
	 */
	PermitDatabase database() throws SQLException {
		String schema = "test" + this.databases++;
		execute("create schema " + schema, "grant usage on schema " + schema + " to guest");
		return new PermitDatabase() {

			@Override
			public DataSource owner() {
				return as("owner", schema);
			}

			@Override
			public DataSource guest() {
				return as("guest", schema);
			}

		};
	}

	private DataSource owner() {
		return as("owner", "public");
	}

	private void execute(String... statements) throws SQLException {
		try (var connection = owner().getConnection(); var statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private DataSource as(String user, String schema) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setServerNames(new String[] { "127.0.0.1" });
		dataSource.setPortNumbers(new int[] { this.port });
		dataSource.setDatabaseName("postgres");
		dataSource.setUser(user);
		dataSource.setCurrentSchema(schema);
		return dataSource;
	}

}
