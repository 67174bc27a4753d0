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
import io.jdaemon.sample.Workbench;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A PostgreSQL server of one test, with its data in a directory of its own. It runs as
 * another user if the test runs as root, which PostgreSQL refuses to do.
 */
public final class PostgreSql implements AutoCloseable {

	private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

	// nobody
	private static final String USER = "65534";

	private final Workbench bench;

	private final Path programs;

	private final Place place;

	private final String user;

	private PostgreSql(Workbench bench, Path programs, Place place, String user) throws IOException {
		this.bench = bench;
		this.programs = programs;
		this.place = place;
		this.user = user;
		if (root()) {
			succeed(there("install", "--directory", "--owner=" + USER, "--group=" + USER, place.data));
		}
		succeed(bench.process(
				unprivileged("initdb", "--pgdata=" + place.data, "--username=" + user, "--auth=trust", "--no-sync")));
		// Clients at other addresses need no password either.
		succeed(there("sh", "-c", "echo 'host all all all trust' >>" + place.data + "/pg_hba.conf"));
	}

	/**
	 * Start a server on this machine, in the directory of a test.
	 * @param bench of the test, which is skipped if PostgreSQL is not installed
	 * @return the server, which accepts connections
	 * @throws IOException if it cannot be started
	 */
	static PostgreSql start(Workbench bench) throws IOException {
		// Others may pass through.
		Files.setPosixFilePermissions(bench.directory(), PosixFilePermissions.fromString("rwx--x--x"));
		return start(bench, new Place(List.of(), bench.directory().resolve("postgresql").toString(), "127.0.0.1",
				SampleClient.freePort()), "jobs");
	}

	/**
	 * Start a server.
	 * @param bench of the test, which is skipped if PostgreSQL is not installed
	 * @param place where it runs
	 * @param user its user, who owns everything and needs no password
	 * @return the server, which accepts connections
	 * @throws IOException if it cannot be started
	 */
	public static PostgreSql start(Workbench bench, Place place, String user) throws IOException {
		Optional<Path> programs = programs();
		if (System.getenv("JDAEMON_REQUIRE_POSTGRESQL") == null) {
			assumeTrue(programs.isPresent(), "Debian's package postgresql is not installed");
		}
		PostgreSql server = new PostgreSql(bench,
				programs.orElseThrow(() -> new IllegalStateException(
						"JDAEMON_REQUIRE_POSTGRESQL is set, and there is no " + INSTALLED + "/*/bin/initdb")),
				place, user);
		server.start();
		return server;
	}

	/**
	 * Start the server again after {@link #close()}.
	 * @throws IOException if it cannot be started
	 */
	public void start() throws IOException {
		this.bench.process(Path.of("postgresql.out"),
				unprivileged("postgres", "-D", this.place.data, "-p", String.valueOf(this.place.port), "-c",
						"listen_addresses=" + this.place.address, "-c", "unix_socket_directories=", "-c", "fsync=off",
						"-c", "logging_collector=off"));
		patiently().until(() -> psql("select 1").waitFor() == 0);
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

	private String[] unprivileged(String program, String... arguments) {
		List<String> command = new ArrayList<>(this.place.enter);
		if (root()) {
			command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
		}
		command.add(this.programs.resolve(program).toString());
		command.addAll(List.of(arguments));
		return command.toArray(String[]::new);
	}

	private Process there(String... words) throws IOException {
		List<String> command = new ArrayList<>(this.place.enter);
		command.addAll(List.of(words));
		return this.bench.process(command.toArray(String[]::new));
	}

	private Process psql(String query) throws IOException {
		return there(this.programs.resolve("psql").toString(), "--host=" + this.place.address,
				"--port=" + this.place.port, "--username=" + this.user, "--no-psqlrc", "--tuples-only", "--no-align",
				"--quiet", "--command=" + query, "postgres");
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
		return this.place.port;
	}

	/**
	 * Query the database.
	 * @param sql the query
	 * @return the rows, with a vertical bar between columns
	 */
	public List<String> rows(String sql) {
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
		try {
			succeed(this.bench.process(unprivileged("pg_ctl", "stop", "--pgdata=" + this.place.data, "--mode=fast")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where a server runs.
	 *
	 * @param enter the words before a command that runs there; empty on this machine
	 * @param data the directory for its data, which does not exist
	 * @param address where it listens
	 * @param port where it listens
	 */
	public record Place(List<String> enter, String data, String address, int port) {

	}

}
