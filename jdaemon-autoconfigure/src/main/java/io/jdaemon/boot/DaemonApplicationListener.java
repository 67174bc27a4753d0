package io.jdaemon.boot;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import io.jdaemon.binding.InheritedVariable;
import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.binding.UnknownProperties;
import io.jdaemon.command.CommandName;
import io.jdaemon.launch.ForegroundReason;
import io.jdaemon.launch.HostEnvironment;
import io.jdaemon.launch.LaunchReport;
import io.jdaemon.launch.Launcher;
import io.jdaemon.launch.NativeLibrary;
import io.jdaemon.launch.ProcessSettingsCheck;
import io.jdaemon.lifecycle.DaemonBootstrap;
import io.jdaemon.lifecycle.Holdings;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.log.LogTopic;
import io.jdaemon.posix.Posix;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.History;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.systemd.ServiceRole;
import io.jdaemon.warm.RunningVersion;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.logging.DeferredLog;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Decides on the role of this process, once the settings are known and before logging
 * opens a file, and acts in that role: a command or a launcher exits, a service gets its
 * lifecycle.
 */
final class DaemonApplicationListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	// Config data is loaded at +10, logging opens at +20.
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 15;

	private final DeferredLog log = new DeferredLog();

	private Optional<InheritedState> inherited = Optional.empty();

	private Holdings holdings = new Holdings(this.inherited);

	private @Nullable ReleasePermitCommand releasing;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent) {
			this.inherited = InheritedState.received(System.getenv(InheritedState.VARIABLE),
					ProcessHandle.current().pid(),
					(descriptor) -> HostEnvironmentReader.link("/proc/self/fd/" + descriptor));
			this.holdings = new Holdings(this.inherited);
			this.inherited.map(InheritedState::history)
				.flatMap(History::launchDirectory)
				.ifPresent(JvmWideState::launchDirectory);
		}
		else if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			InheritedVariable.tolerate(prepared.getEnvironment(), System.getenv());
			if (OutermostApplication.starting()) {
				if (JvmWideState.claimDecision()) {
					decide(prepared);
				}
				else if (JvmWideState.serving().filter((process) -> !process.serveInstead(prepared)).isPresent()) {
					this.log
						.warn("jdaemon serves the application that was started before this one in the same process. "
								+ "This one is closed with it, but is not waited for, and its sockets are not kept.");
				}
			}
		}
		else if (event instanceof ApplicationPreparedEvent) {
			this.log.switchTo(LogFactory.getLog(LogTopic.LAUNCH.logger()));
		}
		else if (event instanceof ApplicationFailedEvent failed && this.releasing != null) {
			System.exit(this.releasing.failed(failed.getException()));
		}
		else if (event instanceof ApplicationFailedEvent failed && JvmWideState.claimDecision()) {
			// The configuration cannot be read, so the settings are not known.
			abandon();
			if (OutermostApplication.starting() && ForegroundReason.off(HostEnvironmentReader.read())
				.filter((reason) -> !reason.admitsCommands())
				.isEmpty()) {
				runUnconfigured(UnconfiguredCommand.problem(failed.getException()), failed.getArgs());
				this.holdings.report(UnconfiguredCommand.problem(failed.getException()));
			}
		}
	}

	private void decide(ApplicationEnvironmentPreparedEvent event) {
		HostEnvironment host = HostEnvironmentReader.read();
		CommandArgument argument = new CommandArgument(event.getEnvironment(), event.getArgs());
		boolean command = this.inherited.isEmpty() && argument.present();
		// Before the settings are read: in a test nothing happens, and wrong settings
		// are not reported.
		Optional<ForegroundReason> off = ForegroundReason.off(host)
			.filter((reason) -> !command || !reason.admitsCommands());
		if (off.isPresent()) {
			log(new Role.Off(off));
			return;
		}
		if (command && argument.help()) {
			System.out.println(ConfiguredCommand.help(event.getEnvironment()));
			System.exit(ExitStatus.DONE.number());
		}
		try {
			if (command) {
				argument.requireUnderstood();
			}
			SettingsBinder binder = new SettingsBinder(event.getEnvironment(), JvmWideState.launchDirectory());
			Role role = Role.of(host, this.inherited, argument.or(binder.command()), binder.mode());
			log(role);
			UnknownProperties.warnings(event.getEnvironment()).forEach((warning) -> warn(role, binder, warning));
			act(role, argument, binder, event);
		}
		catch (StartException ex) {
			runUnconfigured(ex, event.getArgs());
			refuse(ex, command, host, event.getEnvironment(), argument);
		}
		catch (RuntimeException | Error ex) {
			refuse(StartFailures.unexpected(ex), command, host, event.getEnvironment(), argument);
		}
	}

	private void refuse(StartException problem, boolean command, HostEnvironment host,
			ConfigurableEnvironment environment, CommandArgument argument) {
		abandon();
		if (command || this.inherited.isEmpty() && ForegroundReason.decide(Mode.AUTO, host).mode() == Mode.DAEMON) {
			// The response to a command that was typed is one line.
			System.exit(CommandJson.refuse(environment, argument, problem));
		}
		throw new JdaemonStartException(this.holdings.report(problem));
	}

	private void runUnconfigured(StartException problem, String... arguments) {
		if (this.inherited.isEmpty()) {
			new UnconfiguredCommand(problem, arguments).run().ifPresent(System::exit);
		}
	}

	private void log(Role role) {
		if (role instanceof Role.Off off) {
			off.reason().ifPresent((reason) -> log("jdaemon is off", reason));
		}
		else if (role instanceof Role.Service service) {
			service.reason().ifPresent((reason) -> log("Staying in the foreground", reason));
		}
	}

	private void log(String decision, ForegroundReason reason) {
		String message = decision + " (" + reason + "): " + reason.sentence();
		if (reason == ForegroundReason.TEST) {
			// Each context of each test would log it.
			this.log.debug(message);
		}
		else {
			this.log.info(message);
		}
	}

	private void warn(Role role, SettingsBinder binder, String warning) {
		if (role instanceof Role.Service) {
			this.log.warn(warning);
		}
		else if (!(role instanceof Role.Off) && !binder.quiet()) {
			System.err.println("Warning: " + warning);
		}
	}

	private void act(Role role, CommandArgument argument, SettingsBinder binder,
			ApplicationEnvironmentPreparedEvent event) throws StartException {
		if (role instanceof Role.Command command && command.name() == CommandName.RELEASE_PERMIT) {
			this.releasing = ReleasePermitCommand.of(binder, argument.operand());
			this.releasing.startInto(event);
		}
		else if (role instanceof Role.Command command) {
			System.exit(switch (command.name()) {
				case SYSTEMD_UNIT -> ConfiguredCommand.unit(binder, event);
				case REHEARSE -> ConfiguredCommand.rehearse(binder, event.getArgs().length);
				case FLEET_SCHEMA -> ConfiguredCommand.fleetSchema();
				case TRAIN -> ConfiguredCommand.train(binder, event.getArgs().length);
				default -> ConfiguredCommand.run(command.name(), binder);
			});
		}
		else if (role instanceof Role.Launcher) {
			System.exit(launch(argument.or(binder.command()), binder));
		}
		else if (role instanceof Role.Service service) {
			serve(service.mode(), binder, event);
		}
		else {
			abandon();
		}
	}

	private int launch(CommandName name, SettingsBinder binder) throws StartException {
		Settings settings = binder.settings(true);
		if (ServiceRole.executed(System.getenv(), ProcessHandle.current().pid())) {
			throw StartFailures.detachedFromService(settings.origins());
		}
		NativeLibrary library = NativeLibrary.open();
		LaunchReport report = CommandJson.launch(name, binder.output(), settings, startedAt());
		return ConfiguredCommand.print(name, binder,
				(out, err) -> new Launcher(library.posix(), library.typed(this.inherited), settings, startedAt(),
						ManagementFactory.getRuntimeMXBean().getInputArguments(), report, err)
					.launch());
	}

	private void serve(Mode mode, SettingsBinder binder, ApplicationEnvironmentPreparedEvent event)
			throws StartException {
		Settings settings = binder.settings(mode == Mode.DAEMON);
		NativeLibrary library = NativeLibrary.open();
		Posix posix = library.posix();
		new ProcessSettingsCheck(posix, settings).check(this.inherited.isEmpty()).forEach(this.log::warn);
		RunningVersion version = new RunningVersion(posix, settings.warm(), library.typed(this.inherited),
				this.inherited);
		DaemonBootstrap bootstrap = new DaemonBootstrap(posix, version, settings, this.holdings);
		RunningApplication application = new RunningApplication();
		Lifecycle lifecycle = bootstrap.start(info(mode), application);
		ServingProcess process = new ServingProcess(application, lifecycle, bootstrap.sockets(), version,
				binder.readyAfter());
		process.serve(event);
		JvmWideState.serving(process);
		// Not a handler of Spring Boot, which runs them only where it registers its hook.
		Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::onShutdown, "jdaemon-end"));
		lifecycle.begin();
		// Last: a stop that has waited for this image exits at once, and leaves to the
		// shutdown handler to remove the PID file.
		lifecycle.start();
		if (lifecycle.stopRequested()) {
			// Otherwise this thread would start the application meanwhile.
			DaemonThreads.stay();
		}
	}

	private DaemonInfo info(Mode mode) {
		Optional<History> history = this.inherited.map(InheritedState::history);
		return new DaemonInfo(ProcessHandle.current().pid(), history.map(History::generation).orElse(0), mode,
				startedAt(), history.map(History::daemonStartedAt).orElseGet(DaemonApplicationListener::startedAt));
	}

	private void abandon() {
		if (!this.holdings.none()) {
			try {
				this.holdings.abandon(NativeLibrary.load());
			}
			catch (StartException ex) {
				// The failure that led here is the one to report.
				this.log.debug("What the previous image passed on cannot be released", ex);
			}
		}
	}

	private static Instant startedAt() {
		return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
	}

}
