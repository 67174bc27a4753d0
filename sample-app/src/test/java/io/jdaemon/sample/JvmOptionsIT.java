package io.jdaemon.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.jdaemon.sample.fault.ListeningAgent;
import io.jdaemon.sample.fault.TinyApplication;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daemon has the JVM options of the launcher, also after a restart, and the launcher
 * does not hold what they open, such as a port.
 */
@EachJdk
class JvmOptionsIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	JvmOptionsIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@EnumSource
	void jvmThatListensIsDaemon(Listener listener) throws IOException {
		int port = SampleClient.freePort();
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.options(listener.options(this.bench.directory(), port));
		ProcFs daemon = sample.started();
		assertListening(port);
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertListening(port);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	private static void assertListening(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void optionsOfEveryKindArePassedOn() throws IOException {
		Path file = Files.writeString(this.bench.directory().resolve("options"),
				"-Dfrom.file=1 -Xlog:gc:file=gc.log\n");
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.shell("exec \"$@\"")
			.options("@" + file, "-XX:+UseContainerSupport")
			.environment("JDK_JAVA_OPTIONS", "-Dfrom.variable=1");
		assertLives(sample);
		assertThat(this.bench.directory().resolve("gc.log")).exists();
		assertThat(sample.log().count("NOTE: Picked up JDK_JAVA_OPTIONS: -Dfrom.variable=1")).isEqualTo(2);
	}

	@Test
	void classOnClassPathIsDaemon() {
		assertLives(this.bench.sample(this.jdk)
			.tiny()
			.mainClass(TinyApplication.class.getName())
			.arguments("--jdaemon.mode=daemon"));
	}

	@Test
	void cacheOfClassesIsUsed() {
		Assumptions.assumeTrue(FastJar.hasCache(this.jdk), "JDK 17 has no such cache");
		assertLives(this.bench.sample(this.jdk).tiny().options("-XX:AOTMode=on"));
	}

	private void assertLives(SampleDaemon sample) {
		ProcFs daemon = sample.started();
		Signal.USR1.send(daemon.pid());
		sample.awaitGeneration(1);
		assertThat(sample.daemon()).isEqualTo(daemon);
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
	}

	/** JVM options that open a port before the application starts. */
	enum Listener {

		DEBUGGER {

			@Override
			String[] options(Path directory, int port) {
				return new String[] {
						"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port };
			}

		},

		JMX {

			@Override
			String[] options(Path directory, int port) {
				String property = "-Dcom.sun.management.jmxremote.";
				return new String[] { property + "port=" + port, property + "host=127.0.0.1",
						property + "authenticate=false", property + "ssl=false",
						"-Djava.rmi.server.hostname=127.0.0.1" };
			}

		},

		AGENT {

			@Override
			String[] options(Path directory, int port) throws IOException {
				Path jar = directory.resolve("agent.jar");
				Manifest manifest = new Manifest();
				manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
				manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), ListeningAgent.class.getName());
				String entry = ListeningAgent.class.getName().replace('.', '/') + ".class";
				try (OutputStream file = Files.newOutputStream(jar);
						JarOutputStream contents = new JarOutputStream(file, manifest)) {
					contents.putNextEntry(new JarEntry(entry));
					contents.write(ListeningAgent.class.getClassLoader().getResourceAsStream(entry).readAllBytes());
				}
				return new String[] { "-javaagent:" + jar + "=" + port };
			}

		};

		abstract String[] options(Path directory, int port) throws IOException;

	}

}
