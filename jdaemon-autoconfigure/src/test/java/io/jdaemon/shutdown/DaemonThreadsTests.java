package io.jdaemon.shutdown;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonThreads}.
 */
class DaemonThreadsTests {

	@Test
	void hooksOfAnExitKeepNothingAlive() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1",
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), AsksAtItsEnd.class.getName())
			.redirectErrorStream(true)
			.start();
		assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.isEqualTo("in main: false\nin a hook: false\n");
		assertThat(process.waitFor()).isZero();
	}

	/** A JVM that has nothing to do but to exit. */
	static final class AsksAtItsEnd {

		private AsksAtItsEnd() {
		}

		public static void main(String[] args) {
			Thread main = Thread.currentThread();
			Runtime.getRuntime()
				.addShutdownHook(
						new Thread(() -> System.out.println("in a hook: " + DaemonThreads.othersKeepAlive(main))));
			System.out.println("in main: " + DaemonThreads.othersKeepAlive(main));
		}

	}

}
