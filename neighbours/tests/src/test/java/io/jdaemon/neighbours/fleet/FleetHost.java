package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jdaemon.neighbours.Application;
import io.jdaemon.sample.Launch;
import io.jdaemon.sample.TextFile;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A host of a fleet: an operator reaches it by ssh, and it runs the application orders in
 * /srv/orders.
 *
 * @param network the network that it is in
 * @param name its host name
 * @param directory its /srv/orders, from outside
 */
record FleetHost(FleetNetwork network, String name, Path directory) {

	private static final String JAR = "orders.jar";

	private static final Pattern GENERATION = Pattern.compile("\"generation\":(\\d+),\"version\":\"(\\d+)\"");

	/** Copy the application to the host. */
	void install() {
		Path copied = Application.FLEET.jar().copy(this.directory);
		try {
			Files.move(copied, copied.resolveSibling(JAR));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Write the settings of this host, which the next image reads.
	 * @param settings lines of a file of properties
	 */
	void configure(String... settings) {
		try {
			Path file = this.directory.resolve("application.properties");
			List<String> lines = new ArrayList<>(List.of(settings));
			lines.addAll(List.of("server.address=" + this.name, "jdaemon.out=orders.log", "jdaemon.err=orders.log"));
			Path written = Files.write(file.resolveSibling("new.properties"), lines);
			Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Put a new version of the jar in place of the old one, as a deployment does.
	 * @param version its version
	 */
	void deploy(int version) {
		replace("orders.version: \\d+|# no version", "orders.version: " + version);
	}

	/** Put a version in place whose context fails to start. */
	void deployBroken() {
		replace("orders.version: \\d+", "# no version");
	}

	private void replace(String pattern, String replacement) {
		Path jar = this.directory.resolve(JAR);
		try {
			Path next = Files.copy(jar, jar.resolveSibling("next.jar"));
			try (FileSystem contents = FileSystems.newFileSystem(next)) {
				Path settings = contents.getPath("/application.yml");
				String text = Files.readString(settings);
				assertThat(text).containsPattern(pattern);
				Files.writeString(settings, text.replaceFirst(pattern, replacement));
			}
			Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Start the application, which must succeed. */
	void start() {
		Launch.Result result = ssh("java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar " + JAR + " start");
		assertThat(result.status()).as(result.toString()).isZero();
	}

	/**
	 * Type a command on this host, in the directory of the application.
	 * @param command the command
	 * @return how it ended
	 */
	Launch.Result ssh(String command) {
		return this.network.ssh(this.name, "cd /srv/orders && " + command);
	}

	TextFile log() {
		return new TextFile(this.directory.resolve("orders.log"));
	}

	/**
	 * The holder of a permit that the instance on this host is.
	 * @return its name
	 */
	String holder() {
		return this.name + ":/srv/orders/orders.pid";
	}

	/** Wait until no instance runs on this host. */
	void awaitGone() {
		patiently().until(() -> ssh("pgrep -f " + JAR).status() != 0);
	}

	/**
	 * Wait until the instance on this host says that it waits for the permit of another.
	 * @param other who has the permit
	 */
	void awaitWaits(FleetHost other) {
		awaitSays("waiting for the permit of orders, held by " + other.holder() + " since ");
	}

	/**
	 * Wait until the endpoint of the instance on this host says something.
	 * @param words the words
	 */
	void awaitSays(String... words) {
		patiently().until(() -> {
			String response = this.network.request(this.name, "GET", "/actuator/restart");
			return Arrays.stream(words).allMatch(response::contains);
		});
	}

	/**
	 * Ask the instance, not by HAProxy.
	 * @return what it responds, with the headers; empty if it refuses
	 */
	String process() {
		return this.network.request(this.name, "GET", "/process");
	}

	void awaitServes(int generation, int version) {
		patiently().until(() -> {
			Matcher matcher = GENERATION.matcher(process());
			return matcher.find() && matcher.group(1).equals(String.valueOf(generation))
					&& matcher.group(2).equals(String.valueOf(version));
		});
	}

}
