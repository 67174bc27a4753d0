package io.jdaemon.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory in which root starts the sample application, and which may be given to the
 * user that it runs as, such as nobody. There is a blank in its name.
 */
final class Home {

	private final Workbench bench;

	private final Jdk jdk;

	private final Path path;

	private final int uid = id("-u", "nobody");

	private final int gid = id("-g", "nobody");

	/**
	 * Create the directory, or skip the test unless root runs it.
	 * @param bench where to
	 * @param jdk what the application runs on
	 * @throws IOException if it cannot be created
	 */
	Home(Workbench bench, Jdk jdk) throws IOException {
		Assumptions.assumeTrue(isRoot(), "only root may start it as another user");
		this.bench = bench;
		this.jdk = jdk;
		// Other users may enter it, and have a directory of their own there.
		Files.setPosixFilePermissions(bench.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
		this.path = Files.createDirectory(bench.directory().resolve("my home"));
	}

	Path path() {
		return this.path;
	}

	/**
	 * The ID of the user nobody.
	 * @return the ID
	 */
	int uid() {
		return this.uid;
	}

	/**
	 * The ID of the primary group of nobody.
	 * @return the ID
	 */
	int gid() {
		return this.gid;
	}

	/**
	 * The tiny application, to be started here by root.
	 * @return the application
	 */
	SampleDaemon sample() {
		return this.bench.sample(this.jdk, this.path).tiny().environment("HOME", "/root");
	}

	/**
	 * The tiny application in this directory, typed with a relative path.
	 * @return the application
	 * @throws IOException if it cannot be copied
	 */
	SampleDaemon relative() throws IOException {
		FastJar.tiny(this.jdk).copy(Files.createDirectory(this.path.resolve("app")));
		return sample().jar(Path.of("app/sample-app.jar"));
	}

	static SampleDaemon configured(SampleDaemon sample) {
		return sample.options("-Dtiny.reads-configuration=true");
	}

	void giveToNobody() throws IOException {
		give(this.uid, this.gid);
	}

	void give(int uid, int gid) throws IOException {
		give(this.path, uid, gid);
	}

	static void give(Path path, int uid, int gid) throws IOException {
		Files.setAttribute(path, "unix:uid", uid);
		Files.setAttribute(path, "unix:gid", gid);
	}

	void write(String file, String text) throws IOException {
		Path written = this.path.resolve(file);
		Files.createDirectories(written.getParent());
		Files.writeString(written, text);
	}

	/**
	 * Start a daemon, which must be refused in one line and leave nothing.
	 * @param sample the daemon
	 * @param status the status of the launcher
	 * @param found what the line contains
	 */
	void assertRefused(SampleDaemon sample, int status, String found) {
		Launch.Result result = sample.start();
		assertThat(result.status()).as(result.toString()).isEqualTo(status);
		assertThat(result.out()).isEmpty();
		assertThat(result.errLines()).filteredOn((line) -> !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
			.singleElement()
			.asString()
			.contains(found);
		assertThat(this.bench.processes()).isEmpty();
		sample.assertNothingVisible();
		assertThat(sample.log().text()).isEmpty();
	}

	static boolean isRoot() {
		return id("-u") == 0;
	}

	private static int id(String... options) {
		return Integer.parseInt(output(Stream.concat(Stream.of("id"), Stream.of(options)).toArray(String[]::new)));
	}

	/**
	 * What a command prints.
	 * @param command the command, which must succeed
	 * @return its output
	 */
	static String output(String... command) {
		try {
			Process process = new ProcessBuilder(command).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			assertThat(process.waitFor()).isZero();
			return output;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
