package io.jdaemon.boot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.CommandRunner;
import io.jdaemon.launch.ForegroundReason;
import io.jdaemon.launch.ForegroundReason.Decision;
import io.jdaemon.launch.HostEnvironment;
import io.jdaemon.launch.Launcher;
import io.jdaemon.launch.ProcessSettingsCheck;
import io.jdaemon.lifecycle.DaemonBootstrap;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.NativeAccess;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
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
final class DaemonApplicationListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private static final Log logger = LogFactory.getLog(DaemonApplicationListener.class);

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
			handoff().ifPresent(DaemonApplicationListener::abandon);
		}
	}

	private void prepared(ApplicationEnvironmentPreparedEvent event) {
		HostEnvironment surroundings = HostEnvironmentReader.read();
		// Without a look at the settings: in a test nothing happens, not even a
		// complaint.
		Decision decision = ForegroundReason.decide(Mode.FOREGROUND, surroundings);
		if (decision.mode() == Mode.OFF) {
			logReason(event.getSpringApplication(), decision);
			return;
		}
		Optional<InheritedState> handoff = handoff();
		CommandArgument typed = new CommandArgument(event.getEnvironment(), event.getArgs());
		try {
			start(event, surroundings, handoff, typed);
		}
		catch (StartException ex) {
			handoff.ifPresent(DaemonApplicationListener::abandon);
			if (handoff.isEmpty()
					&& (typed.present() || ForegroundReason.decide(Mode.AUTO, surroundings).mode() == Mode.DAEMON)) {
				// A command that somebody typed answers in one line.
				System.err.println(ex.sentence());
				System.exit(ex.status().number());
			}
			throw new JdaemonStartException(ex);
		}
	}

	static Optional<InheritedState> handoff() {
		return InheritedState.received(System.getenv(InheritedState.VARIABLE), ProcessHandle.current().pid(),
				(descriptor) -> HostEnvironmentReader.link("/proc/self/fd/" + descriptor));
	}

	private static void abandon(InheritedState handoff) {
		try {
			DaemonBootstrap.abandon(posix(), handoff);
		}
		catch (StartException ex) {
			// The failure that led here is the one to report.
			logger.debug("What was handed over cannot be given up", ex);
		}
	}

	private void start(ApplicationEnvironmentPreparedEvent event, HostEnvironment surroundings,
			Optional<InheritedState> handoff, CommandArgument typed) throws StartException {
		SettingsBinder binder = new SettingsBinder(event.getEnvironment(), handoff.flatMap(InheritedState::origin));
		CommandName verb = typed.or(binder.command());
		if (verb.control() && handoff.isEmpty()) {
			System.exit(control(binder, verb));
		}
		Mode mode = (verb == CommandName.START) ? Mode.DAEMON : binder.mode();
		if (mode == Mode.OFF) {
			handoff.ifPresent(DaemonApplicationListener::abandon);
			return;
		}
		Decision decision = handoff
			.map((received) -> new Decision(received.detached() ? Mode.DAEMON : Mode.FOREGROUND, Optional.empty()))
			.orElseGet(() -> ForegroundReason.decide(mode, surroundings));
		logReason(event.getSpringApplication(), decision);
		Settings settings = binder.settings(decision.mode() == Mode.DAEMON);
		boolean nativeAccessMissing = NativeAccess.missing();
		Posix posix = posix();
		ProcessImage image = image(posix, nativeAccessMissing);
		if (decision.mode() == Mode.DAEMON && handoff.isEmpty()) {
			System.exit(new Launcher(posix, image, settings, startedAt(),
					ManagementFactory.getRuntimeMXBean().getInputArguments(), System.err)
				.launch());
		}
		else {
			List<String> warnings = new ProcessSettingsCheck(posix, settings).check(handoff.isEmpty());
			event.getSpringApplication().addListeners(new WarningLogger(warnings));
			establish(event, new DaemonBootstrap(posix, image, settings, handoff),
					info(surroundings.pid(), decision.mode(), handoff));
		}
	}

	private static int control(SettingsBinder binder, CommandName verb) throws StartException {
		try {
			return new CommandRunner(Posix::load, binder.settings(true), binder.force(), binder.output(), System.out,
					System.err)
				.run(verb);
		}
		catch (PosixUnavailableException ex) {
			throw unavailable(ex);
		}
	}

	private void establish(ApplicationEnvironmentPreparedEvent event, DaemonBootstrap establishment, DaemonInfo info)
			throws StartException {
		SpringApplication springApplication = event.getSpringApplication();
		RunningApplication application = new RunningApplication();
		Lifecycle lifecycle = establishment.establish(info, application, System.getProperty("java.class.path", ""));
		SpringApplication.getShutdownHandlers().add(lifecycle::onShutdown);
		springApplication.addListeners(new LifecycleApplicationListener(springApplication, application, lifecycle));
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

	private static ProcessImage image(Posix posix, boolean nativeAccessMissing) throws StartException {
		try {
			ProcessImage image = ProcessImage.read(posix);
			return nativeAccessMissing ? image.withNativeAccess() : image;
		}
		catch (IOException ex) {
			throw new StartException(ExitStatus.OS_REFUSED,
					"The command line of this process cannot be read: " + ex.getMessage() + ".", "Mount /proc.");
		}
	}

	private static DaemonInfo info(long pid, Mode mode, Optional<InheritedState> handoff) {
		return new DaemonInfo(pid, handoff.map(InheritedState::generation).orElse(0), mode, startedAt(),
				handoff.map(InheritedState::daemonStartedAt).orElseGet(DaemonApplicationListener::startedAt));
	}

	private static Instant startedAt() {
		return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
	}

	private static void logReason(SpringApplication application, Decision decision) {
		decision.reason().ifPresent((reason) -> application.addListeners(new ReasonLogger(decision, reason)));
	}

}
