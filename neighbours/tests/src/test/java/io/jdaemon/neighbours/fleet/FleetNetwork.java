package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.jdaemon.sample.Jdk;
import io.jdaemon.sample.Launch;
import io.jdaemon.sample.ProcFs;
import io.jdaemon.sample.Waiting;
import io.jdaemon.sample.Workbench;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Machines in namespaces, on a network of their own: an office, from which an operator
 * reaches the others by ssh, a machine for the database, and hosts. They end with the JVM
 * at the latest, see network.sh.
 */
final class FleetNetwork implements AutoCloseable {

	/** How long a rollout may take, on a machine that has other work. */
	static final Duration PATIENCE = Duration.ofMinutes(10);

	static final String OFFICE = "office";

	static final String DATABASE = "db";

	private static final String PATH = Jdk.newest().java().getParent() + ":/usr/sbin:/usr/bin:/sbin:/bin";

	private static final List<String> HOSTS = List.of("host-1", "host-2", "host-3");

	private final Workbench bench;

	private final Map<String, String> addresses;

	private final Process office;

	private final long first;

	private FleetNetwork(Workbench bench, Map<String, String> addresses) throws IOException, InterruptedException {
		this.bench = bench;
		this.addresses = addresses;
		prepare();
		List<String> command = new ArrayList<>(
				List.of(Path.of("src/test/fleet/network.sh").toAbsolutePath().toString(), directory().toString()));
		addresses.forEach((name, address) -> command.add(name + "=" + address));
		this.office = bench.process(Path.of("network.out"), command.toArray(String[]::new));
		this.first = patiently().until(this::findFirst, Optional::isPresent).orElseThrow().pid();
	}

	/**
	 * Start the machines and wait until each is up.
	 * @param bench of the test, which is skipped where there cannot be such machines
	 * @return the machines, to be closed
	 * @throws IOException if they cannot be started
	 * @throws InterruptedException never
	 */
	static FleetNetwork start(Workbench bench) throws IOException, InterruptedException {
		FleetTools.require();
		Map<String, String> addresses = new LinkedHashMap<>();
		addresses.put(OFFICE, "10.77.0.1");
		addresses.put(DATABASE, "10.77.0.2");
		for (String host : HOSTS) {
			addresses.put(host, "10.77.0.1" + host.substring(host.length() - 1));
		}
		FleetNetwork network = new FleetNetwork(bench, addresses);
		for (String machine : addresses.keySet()) {
			if (!machine.equals(OFFICE)) {
				patiently().until(() -> network.ssh(machine, "true").status() == 0);
			}
		}
		return network;
	}

	private void prepare() throws IOException, InterruptedException {
		Path keys = Files.createDirectories(directory().resolve("home/.ssh"));
		Path server = Files.createDirectory(directory().resolve("ssh"));
		Files.createDirectory(directory().resolve("haproxy"));
		for (String host : HOSTS) {
			Files.createDirectory(directory().resolve(host));
		}
		Path operator = createKey(keys.resolve("id_ed25519"));
		Files.copy(operator, keys.resolve("authorized_keys"));
		createKey(server.resolve("ssh_host_ed25519_key"));
		Files.writeString(keys.resolve("config"), """
				# The hosts are new each time.
				StrictHostKeyChecking no
				UserKnownHostsFile /dev/null
				LogLevel ERROR
				""");
		Files.writeString(directory().resolve("hosts"),
				this.addresses.entrySet()
					.stream()
					.map((machine) -> machine.getValue() + " " + machine.getKey() + "\n")
					.collect(Collectors.joining("", "127.0.0.1 localhost\n", "")));
		Files.writeString(directory().resolve("passwd"), """
				root:x:0:0:root:/srv/home:/bin/bash
				sshd:x:100:65534::/run/sshd:/usr/sbin/nologin
				nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
				""");
		Files.writeString(directory().resolve("shadow"), "root:*:20000:0:99999:7:::\n");
		Files.writeString(server.resolve("sshd_config"), """
				PidFile none
				UsePAM no
				PasswordAuthentication no
				PermitRootLogin prohibit-password
				# Others may write to the directory of temporary files.
				StrictModes no
				Subsystem sftp internal-sftp
				SetEnv PATH=%s LANG=C.UTF-8
				""".formatted(PATH));
	}

	private Path createKey(Path key) throws IOException, InterruptedException {
		Process keygen = this.bench.process(Path.of("network.out"), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
				key.toString());
		assertThat(keygen.waitFor()).as("ssh-keygen, see network.out").isZero();
		return key.resolveSibling(key.getFileName() + ".pub");
	}

	// The child of unshare(1)
	private Optional<ProcFs> findFirst() {
		assertThat(this.office.isAlive()).as("network.sh runs, see network.out").isTrue();
		return this.office.children()
			.map((child) -> new ProcFs(child.pid()))
			.filter((child) -> child.pidInNamespace() == 1)
			.findFirst();
	}

	Path directory() {
		return this.bench.directory().resolve("network");
	}

	List<FleetHost> hosts() {
		return HOSTS.stream().map((name) -> new FleetHost(this, name, directory().resolve(name))).toList();
	}

	String address(String machine) {
		return this.addresses.get(machine);
	}

	/**
	 * The words before a command that runs on a machine, without ssh.
	 * @param machine the name of the machine
	 * @return the words
	 */
	List<String> enter(String machine) {
		List<String> words = new ArrayList<>(List.of("nsenter", "--target=" + this.first, "--mount", "--uts", "--ipc",
				"--net", "--pid", "env", "HOME=/srv/home", "PATH=" + PATH));
		if (!machine.equals(OFFICE)) {
			words.addAll(List.of("nsenter", "--net=/run/netns/" + machine));
		}
		return words;
	}

	/**
	 * Start a program in the office, which ends with the test.
	 * @param output the file for its output
	 * @param words the program and its arguments
	 * @return its process, or rather the one that waits for it
	 */
	Process start(Path output, String... words) {
		try {
			return this.bench.process(output, words(words));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String[] words(String... words) {
		List<String> command = new ArrayList<>(enter(OFFICE));
		command.addAll(List.of(words));
		return command.toArray(String[]::new);
	}

	/**
	 * Run a script of an operator in the office, and wait for its end.
	 * @param script a script for bash(1)
	 * @return how it ended
	 */
	Launch.Result script(String script) {
		try {
			Path out = Files.createTempFile(directory(), "script-", ".out");
			Path err = Files.createFile(out.resolveSibling(out.getFileName() + ".err"));
			Process process = new ProcessBuilder(words("bash", "-c", script)).redirectOutput(out.toFile())
				.redirectError(err.toFile())
				.start();
			assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(script).isTrue();
			return new Launch(process, out, err).result();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Launch.Result ssh(String machine, String command) {
		return script("exec ssh " + machine + " '" + command.replace("'", "'\\''") + "'");
	}

	/**
	 * Send a request from the office.
	 * @param host who responds
	 * @param method GET or POST
	 * @param path the path
	 * @return the response, with its headers
	 */
	String request(String host, String method, String path) {
		return script("""
				exec 3<>/dev/tcp/%s/8080
				printf '%s %s HTTP/1.1\\r\\nHost: %1$s\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' >&3
				exec timeout 60 cat <&3""".formatted(host, method, path)).out();
	}

	/** The end of its standard input ends the script, and all machines with it. */
	@Override
	public void close() {
		try {
			this.office.getOutputStream().close();
			assertThat(this.office.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("machines end").isTrue();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
