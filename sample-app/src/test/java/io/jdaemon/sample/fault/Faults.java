package io.jdaemon.sample.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.lifecycle.StopHandler;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The faults.
 */
@Configuration(proxyBeanMethods = false)
class Faults {

	private static final int RUNNER_STATUS = 7;

	private static final int GENERATED_STATUS = 9;

	private static final int HANDLER_STATUS = 5;

	// In milliseconds
	private static final long SHORT_LIFE = 200;

	private static final int HALTED_STATUS = 9;

	private static void hang() {
		while (true) {
			LockSupport.park();
		}
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.throws")
	Object throwing() {
		throw new IllegalStateException("The bean fails on purpose");
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.hangs")
	Object hanging() {
		System.out.println("The bean hangs on purpose");
		hang();
		return "never";
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.exits")
	CommandLineRunner exiting() {
		return (arguments) -> System.exit(RUNNER_STATUS);
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.late")
	CommandLineRunner throwingRunner() {
		return (arguments) -> {
			throw new IllegalStateException("The runner fails on purpose");
		};
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.dies-when-ready")
	ApplicationListener<ApplicationReadyEvent> dying() {
		return (event) -> new Thread(() -> {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SHORT_LIFE));
			Runtime.getRuntime().halt(HALTED_STATUS);
		}).start();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.threads")
	Threads threads() {
		return new Threads();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.hangs-at-end")
	HangsAtEnd hangsAtEnd() {
		return new HangsAtEnd();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.waits-at-end")
	WaitsAtEnd waitsAtEnd() {
		return new WaitsAtEnd();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.says-goodbye")
	SaysGoodbye saysGoodbye() {
		return new SaysGoodbye();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.exit-code")
	ExitCodeGenerator exitCode() {
		return () -> GENERATED_STATUS;
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.stop-handler")
	StopHandler stopHandler() {
		return () -> {
			System.out
				.println("The handler stops, and the PID file exists: " + Files.exists(Path.of("sample-app.pid")));
			System.exit(HANDLER_STATUS);
		};
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.talks")
	Talker talker() {
		return new Talker();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.tells-where")
	Object whereabouts(Environment environment) throws IOException {
		Files.writeString(Path.of("here"), "");
		System.out.println("Working in " + System.getProperty("user.dir") + " alias " + Path.of("").toAbsolutePath()
				+ " with " + environment.getProperty("fault.words"));
		return "where";
	}

	/** Leaves threads behind that keep a JVM alive. */
	static class Threads {

		Threads() {
			for (int i = 0; i < 3; i++) {
				new Thread(Faults::hang, "stray-" + i).start();
			}
		}

	}

	/** Never closes. */
	static class HangsAtEnd {

		@PreDestroy
		void close() {
			System.out.println("The end hangs on purpose");
			hang();
		}

	}

	/** Closes once there is a file "go-on". */
	static class WaitsAtEnd {

		@PreDestroy
		void close() {
			System.out.println("The end waits on purpose");
			while (!Files.exists(Path.of("go-on"))) {
				LockSupport.parkNanos(10_000_000);
			}
		}

	}

	/** Tells that the context was closed. */
	static class SaysGoodbye {

		@PreDestroy
		void close() {
			System.out.println("The context is closed");
		}

	}

	/** Writes numbered lines to both streams as fast as it can. */
	static class Talker {

		private volatile boolean closed;

		private final Thread thread = new Thread(this::talk, "talker");

		Talker() {
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void talk() {
			for (int i = 0; !this.closed; i++) {
				(((i % 2) == 0) ? System.out : System.err).println("line " + i + " of the talker");
				LockSupport.parkNanos(20_000);
			}
		}

		@PreDestroy
		void close() throws InterruptedException {
			this.closed = true;
			this.thread.join();
		}

	}

}
