package io.jdaemon.boot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jdaemon.lifecycle.Control;
import io.jdaemon.lifecycle.Establishment;
import io.jdaemon.lifecycle.ExitStatus;
import io.jdaemon.lifecycle.ForegroundReason;
import io.jdaemon.lifecycle.ForegroundReason.Decision;
import io.jdaemon.lifecycle.Launcher;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.Mode;
import io.jdaemon.lifecycle.ProcessInfo;
import io.jdaemon.lifecycle.RunningAttributes;
import io.jdaemon.lifecycle.Settings;
import io.jdaemon.lifecycle.StartException;
import io.jdaemon.lifecycle.Surroundings;
import io.jdaemon.lifecycle.Verb;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.Handoff;
import io.jdaemon.process.Image;
import io.jdaemon.process.NativeAccess;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Decides what this process is, once the settings are known and before logging opens a
 * file: a verb for an instance that is there, or a launcher, which starts the daemon,
 * both of which do so and exit; the daemon itself; or an application in the foreground.
 */
final class DaemonListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private static final Log logger = LogFactory.getLog(DaemonListener.class);

	// Config data is loaded at +10, logging opens at +20.
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 15;

	private static final String LIFECYCLE_BEAN = "io.jdaemon.lifecycle";

	private static final String SOCKETS_BEAN = "io.jdaemon.sockets";

	// A process is a daemon once, like its signal handlers, however many applications run
	// in it; Spring creates a listener for each.
	private static final AtomicBoolean established = new AtomicBoolean();

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			if (OutermostApplication.starting() && established.compareAndSet(false, true)) {
				prepared(prepared);
			}
		}
		else if (event instanceof ApplicationFailedEvent && established.compareAndSet(false, true)) {
			// The configuration cannot be read: nobody has got to the settings.
			handoff().ifPresent(DaemonListener::abandon);
		}
	}

	private void prepared(ApplicationEnvironmentPreparedEvent event) {
		Surroundings surroundings = SurroundingsReader.read();
		// Without a look at the settings: in a test nothing happens, not even a
		// complaint.
		Decision decision = ForegroundReason.decide(Mode.FOREGROUND, surroundings);
		if (decision.mode() == Mode.OFF) {
			logReason(event.getSpringApplication(), decision);
			return;
		}
		Optional<Handoff> handoff = handoff();
		TypedVerb typed = new TypedVerb(event.getEnvironment(), event.getArgs());
		try {
			start(event, surroundings, handoff, typed);
		}
		catch (StartException ex) {
			handoff.ifPresent(DaemonListener::abandon);
			if (handoff.isEmpty()
					&& (typed.present() || ForegroundReason.decide(Mode.AUTO, surroundings).mode() == Mode.DAEMON)) {
				// A command that somebody typed answers in one line.
				System.err.println(ex.sentence());
				System.exit(ex.status().number());
			}
			throw new JdaemonStartException(ex);
		}
	}

	static Optional<Handoff> handoff() {
		return Handoff.received(System.getenv(Handoff.VARIABLE), ProcessHandle.current().pid(),
				(descriptor) -> SurroundingsReader.link("/proc/self/fd/" + descriptor));
	}

	private static void abandon(Handoff handoff) {
		try {
			Establishment.abandon(posix(), handoff);
		}
		catch (StartException ex) {
			// The failure that led here is the one to report.
			logger.debug("What was handed over cannot be given up", ex);
		}
	}

	private void start(ApplicationEnvironmentPreparedEvent event, Surroundings surroundings, Optional<Handoff> handoff,
			TypedVerb typed) throws StartException {
		SettingsBinder binder = new SettingsBinder(event.getEnvironment(), handoff.flatMap(Handoff::origin));
		Verb verb = typed.or(binder.command());
		if (verb.control() && handoff.isEmpty()) {
			System.exit(control(binder, verb));
		}
		Mode mode = (verb == Verb.START) ? Mode.DAEMON : binder.mode();
		if (mode == Mode.OFF) {
			handoff.ifPresent(DaemonListener::abandon);
			return;
		}
		Decision decision = handoff
			.map((received) -> new Decision(received.detached() ? Mode.DAEMON : Mode.FOREGROUND, Optional.empty()))
			.orElseGet(() -> ForegroundReason.decide(mode, surroundings));
		logReason(event.getSpringApplication(), decision);
		Settings settings = binder.settings(decision.mode() == Mode.DAEMON);
		boolean nativeAccessMissing = NativeAccess.missing();
		Posix posix = posix();
		Image image = image(posix, nativeAccessMissing);
		if (decision.mode() == Mode.DAEMON && handoff.isEmpty()) {
			System.exit(new Launcher(posix, image, settings, startedAt(),
					ManagementFactory.getRuntimeMXBean().getInputArguments(), System.err)
				.launch());
		}
		else {
			List<String> warnings = new RunningAttributes(posix, settings).check(handoff.isEmpty());
			event.getSpringApplication().addListeners(new WarningLogger(warnings));
			establish(event, new Establishment(posix, image, settings, handoff),
					info(surroundings.pid(), decision.mode(), handoff));
		}
	}

	private static int control(SettingsBinder binder, Verb verb) throws StartException {
		try {
			return new Control(Posix::load, binder.settings(true), binder.force(), binder.output(), System.out,
					System.err)
				.run(verb);
		}
		catch (PosixUnavailableException ex) {
			throw unavailable(ex);
		}
	}

	private void establish(ApplicationEnvironmentPreparedEvent event, Establishment establishment, ProcessInfo info)
			throws StartException {
		SpringApplication springApplication = event.getSpringApplication();
		RunningApplication application = new RunningApplication();
		Lifecycle lifecycle = establishment.establish(info, application, System.getProperty("java.class.path", ""));
		SpringApplication.getShutdownHandlers().add(lifecycle::exiting);
		springApplication.addListeners(new RunListener(springApplication, application, lifecycle));
		event.getBootstrapContext().addCloseListener((closed) -> {
			SingletonBeanRegistry beans = closed.getApplicationContext().getBeanFactory();
			beans.registerSingleton(LIFECYCLE_BEAN, lifecycle);
			beans.registerSingleton(SOCKETS_BEAN, establishment.sockets());
		});
	}

	private static Posix posix() throws StartException {
		try {
			return Posix.load();
		}
		catch (PosixUnavailableException ex) {
			throw unavailable(ex);
		}
	}

	private static StartException unavailable(PosixUnavailableException cause) {
		return new StartException(ExitStatus.OS_REFUSED, cause.getMessage() + ".",
				"JNA needs native access (--enable-native-access=ALL-UNNAMED) and a temporary directory that is "
						+ "not mounted noexec (-Djna.tmpdir=…).");
	}

	private static Image image(Posix posix, boolean nativeAccessMissing) throws StartException {
		try {
			Image image = Image.read(posix);
			return nativeAccessMissing ? image.withNativeAccess() : image;
		}
		catch (IOException ex) {
			throw new StartException(ExitStatus.OS_REFUSED,
					"The command line of this process cannot be read: " + ex.getMessage() + ".", "Mount /proc.");
		}
	}

	private static ProcessInfo info(long pid, Mode mode, Optional<Handoff> handoff) {
		return new ProcessInfo(pid, handoff.map(Handoff::generation).orElse(0), mode, startedAt(),
				handoff.map(Handoff::daemonStartedAt).orElseGet(DaemonListener::startedAt));
	}

	private static Instant startedAt() {
		return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
	}

	private static void logReason(SpringApplication application, Decision decision) {
		decision.reason().ifPresent((reason) -> application.addListeners(new ReasonLogger(decision, reason)));
	}

}
