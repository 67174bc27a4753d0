package io.jdaemon.sample.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.jdaemon.HandoverHandler;
import io.jdaemon.ListeningSockets;
import io.jdaemon.StopHandler;
import io.jdaemon.autoconfigure.JdaemonAutoConfiguration;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Faults of the tiny application, each switched on by a property such as
 * fault.hangs-at-end. The beans have no annotations, which would make each start half as
 * long again.
 */
enum Fault {

	/** A bean throws. */
	THROWS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Object.class, () -> {
				throw new IllegalStateException("The bean fails on purpose");
			});
		}

	},

	/** A bean is never created. */
	HANGS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Object.class, () -> {
				System.out.println("The bean hangs on purpose");
				hang();
				return "never";
			});
		}

	},

	/** A bean is created once there is a file "go-on". */
	WAITS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Object.class, () -> {
				waitToGoOn("The bean waits on purpose");
				return "at last";
			});
		}

	},

	/** A bean needs another one that does not exist. */
	MISSES_BEAN {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Object.class, () -> context.getBean(ServerSocket.class));
		}

	},

	/** A bean connects to a database that does not listen. */
	CONNECTS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Socket.class, Fault::connect);
		}

	},

	/** A bean exits. */
	EXITS_IN_BEAN {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Object.class, () -> {
				System.exit(3);
				return "never";
			});
		}

	},

	/** A runner exits. */
	EXITS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), CommandLineRunner.class, () -> (arguments) -> System.exit(7));
		}

	},

	/** A runner throws. */
	LATE {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), CommandLineRunner.class, () -> (arguments) -> {
				throw new IllegalStateException("The runner fails on purpose");
			});
		}

	},

	/** A listener throws once the application would be ready. */
	THROWS_WHEN_READY {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), LateFailure.class, LateFailure::new);
		}

	},

	/** A runner works until the context is closed. */
	WORKS {

		@Override
		void register(GenericApplicationContext context) {
			CountDownLatch closed = new CountDownLatch(1);
			context.registerBean(name(), CommandLineRunner.class, () -> (arguments) -> {
				System.out.println("The runner works");
				closed.await();
			});
			context.registerBean(name() + "-end", DisposableBean.class, () -> closed::countDown);
		}

	},

	/** A runner closes the context. */
	CLOSES {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), CommandLineRunner.class, () -> (arguments) -> context.close());
		}

	},

	/** The process ends soon after it is ready. */
	DIES_WHEN_READY {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), ShortLife.class, ShortLife::new);
		}

	},

	/** Threads keep the JVM alive. */
	THREADS {

		@Override
		void register(GenericApplicationContext context) {
			for (int i = 0; i < 3; i++) {
				new Thread(Fault::hang, "stray-" + i).start();
			}
		}

	},

	/** A bean listens on the port "fault.port" of the loopback interface. */
	LISTENS {

		@Override
		void register(GenericApplicationContext context) {
			int port = context.getEnvironment().getRequiredProperty("fault.port", Integer.class);
			context.registerBean(name(), ServerSocket.class, () -> listen(port));
		}

	},

	/**
	 * A bean sends back what it gets on the port "fault.port", on a socket that jdaemon
	 * opens.
	 */
	ECHOES {

		@Override
		void register(GenericApplicationContext context) {
			int port = context.getEnvironment().getRequiredProperty("fault.port", Integer.class);
			AnnotationConfigUtils.registerAnnotationConfigProcessors(context);
			context.registerBean(JdaemonAutoConfiguration.class);
			context.registerBean(name(), EchoServer.class,
					() -> new EchoServer(context.getBean(ListeningSockets.class), port));
		}

	},

	/** A bean is never destroyed. */
	HANGS_AT_END {

		@Override
		void register(GenericApplicationContext context) {
			atEnd(context, () -> {
				System.out.println("The end hangs on purpose");
				hang();
			});
		}

	},

	/** A bean is destroyed once there is a file "go-on". */
	WAITS_AT_END {

		@Override
		void register(GenericApplicationContext context) {
			atEnd(context, () -> waitToGoOn("The end waits on purpose"));
		}

	},

	/** A bean prints that the context is closed. */
	SAYS_GOODBYE {

		@Override
		void register(GenericApplicationContext context) {
			atEnd(context, () -> System.out.println("The context is closed"));
		}

	},

	/** The application generates an exit code. */
	EXIT_CODE {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), ExitCodeGenerator.class, () -> () -> 9);
		}

	},

	/** The application has a handler that stops it. */
	STOP_HANDLER {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), StopHandler.class, () -> () -> {
				System.out
					.println("The handler stops, and the PID file exists: " + Files.exists(Path.of("sample-app.pid")));
				System.exit(5);
			});
		}

	},

	/** A handler of handovers prints the PID file, and another one throws. */
	HANDOVER_HANDLER {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), HandoverHandler.class, () -> () -> {
				try {
					System.out.println(
							"Before the handover the PID file contains " + Files.readString(Path.of("sample-app.pid")));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			context.registerBean(name() + "_THROWS", HandoverHandler.class, () -> () -> {
				throw new IllegalStateException("The handler fails on purpose");
			});
		}

	},

	/** The handler that stops the application lets main end. */
	STOP_HANDLER_RETURNS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), StopHandler.class, () -> context::close);
		}

	},

	/** The application closes its context once there is a file "go-on". */
	CLOSES_ITSELF {

		@Override
		void register(GenericApplicationContext context) {
			new Thread(() -> {
				waitToGoOn("The application will close itself");
				context.close();
				System.out.println("The application has closed itself");
			}).start();
		}

	},

	/** The liveness state is broken once there is a file "go-on". */
	BREAKS_LIVENESS {

		@Override
		void register(GenericApplicationContext context) {
			Thread thread = new Thread(() -> {
				waitToGoOn("The liveness state will be broken");
				AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
			});
			thread.setDaemon(true);
			thread.start();
		}

	},

	/** The application exits on another thread while it is closed. */
	EXITS_AT_END {

		@Override
		void register(GenericApplicationContext context) {
			atEnd(context, () -> {
				new Thread(() -> System.exit(3)).start();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
			});
		}

	},

	/** A shutdown hook of the JVM returns once there is a file "go-on". */
	SLOW_HOOK {

		@Override
		void register(GenericApplicationContext context) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> waitToGoOn("The hook waits on purpose")));
		}

	},

	/** Numbered lines are written to both streams without a pause. */
	TALKS {

		@Override
		void register(GenericApplicationContext context) {
			context.registerBean(name(), Talker.class, Talker::new);
		}

	},

	/** The application prints its working directory, and creates a file there. */
	PRINTS_DIRECTORY {

		@Override
		void register(GenericApplicationContext context) {
			try {
				Files.writeString(Path.of("here"), "");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			System.out.println("Working in " + System.getProperty("user.dir") + " alias " + Path.of("").toAbsolutePath()
					+ " with " + context.getEnvironment().getProperty("fault.words"));
		}

	},

	/**
	 * The application prints a property, and changes it in memory, as Spring Cloud's
	 * endpoint env does.
	 */
	PLANTS_PROPERTY {

		@Override
		void register(GenericApplicationContext context) {
			ConfigurableEnvironment environment = context.getEnvironment();
			System.out.println("Found the property " + environment.getProperty("planted.property") + " and "
					+ System.getProperty("planted.property"));
			environment.getPropertySources()
				.addFirst(new MapPropertySource("manager", Map.of("planted.property", "planted")));
			System.setProperty("planted.property", "planted");
			System.out.println("Planted the property " + environment.getProperty("planted.property"));
		}

	};

	abstract void register(GenericApplicationContext context);

	/**
	 * Register the faults that are set.
	 * @param context the context, before its refresh
	 */
	static void registerAll(GenericApplicationContext context) {
		for (Fault fault : values()) {
			if (fault.isSet(context.getEnvironment())) {
				fault.register(context);
			}
		}
	}

	private boolean isSet(Environment environment) {
		return "true".equals(environment.getProperty("fault." + name().toLowerCase(Locale.ROOT).replace('_', '-')));
	}

	void atEnd(GenericApplicationContext context, DisposableBean bean) {
		context.registerBean(name(), DisposableBean.class, () -> bean);
	}

	/**
	 * Wait until there is a file "go-on".
	 * @param words what to print before
	 */
	static void waitToGoOn(String words) {
		System.out.println(words);
		while (!Files.exists(Path.of("go-on"))) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	private static Socket connect() {
		try {
			return new Socket(InetAddress.getLoopbackAddress(), closedPort());
		}
		catch (IOException ex) {
			throw new IllegalStateException("The database is away", ex);
		}
	}

	private static int closedPort() throws IOException {
		try (ServerSocket closed = listen(0)) {
			return closed.getLocalPort();
		}
	}

	private static ServerSocket listen(int port) {
		try {
			return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void hang() {
		while (true) {
			LockSupport.park();
		}
	}

	private static final class ShortLife implements ApplicationListener<ApplicationReadyEvent> {

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			new Thread(() -> {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
				Runtime.getRuntime().halt(9);
			}).start();
		}

	}

	/** Like every listener without an order, it is called last. */
	private static final class LateFailure implements ApplicationListener<ApplicationReadyEvent> {

		@Override
		public void onApplicationEvent(ApplicationReadyEvent event) {
			throw new IllegalStateException("The listener fails on purpose");
		}

	}

	private static final class Talker implements DisposableBean {

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

		@Override
		public void destroy() throws InterruptedException {
			this.closed = true;
			this.thread.join();
		}

	}

}
