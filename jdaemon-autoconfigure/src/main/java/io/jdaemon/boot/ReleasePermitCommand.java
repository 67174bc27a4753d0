package io.jdaemon.boot;

import java.util.Map;

import io.jdaemon.RestartPermits;
import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.command.CommandName;
import io.jdaemon.fleet.PermitRelease;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.StartException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

/**
 * The command {@code release-permit}. The permits are beans of the application, so its
 * context is created, but only with the beans that they need, and without a server.
 *
 * @param binder contains the settings
 * @param settings the settings of the fleet
 * @param holder the instance whose permit is released
 */
record ReleasePermitCommand(SettingsBinder binder, FleetSettings settings, String holder) {

	private static final Map<String, Object> PROPERTIES = Map.of("spring.main.lazy-initialization", "true",
			"spring.main.web-application-type", "none", "spring.main.banner-mode", "off",
			"spring.main.log-startup-info", "false", "logging.level.root", "off", "logging.file.name", "",
			"logging.file.path", "");

	/**
	 * Create the command.
	 * @param binder contains the settings
	 * @param operand the instance, {@code null} for this one
	 * @return the command
	 * @throws StartException if a setting is wrong, or there is no fleet
	 */
	static ReleasePermitCommand of(SettingsBinder binder, @Nullable String operand) throws StartException {
		FleetSettings fleet = binder.settings(true).restart().fleet();
		if (fleet == null) {
			throw new StartException(ExitStatus.WRONG_SETTING,
					"This instance belongs to no fleet, so there are no permits to release.",
					"Set jdaemon.fleet.name.");
		}
		return new ReleasePermitCommand(binder, fleet, (operand != null) ? operand : fleet.holder());
	}

	/**
	 * Let the application start so far that the permits exist, and exit then.
	 * @param event the start of the application
	 */
	void startInto(ApplicationEnvironmentPreparedEvent event) {
		event.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(CommandName.RELEASE_PERMIT.word(), PROPERTIES));
		event.getSpringApplication().addInitializers((context) -> {
			// Before conditions on beans are evaluated
			context.getBeanFactory().registerSingleton(ServingProcess.FLEET, this.settings);
			context.addBeanFactoryPostProcessor(
					(beans) -> RehearsalApplicationListener.endWith(beans, () -> System.exit(run(beans))));
		});
	}

	private int run(ConfigurableListableBeanFactory beans) {
		try {
			return ConfiguredCommand.print(CommandName.RELEASE_PERMIT, this.binder, (out, err) -> {
				try {
					return new PermitRelease(this.settings, beans.getBean(RestartPermits.class), this.holder,
							operator())
						.run(out, err);
				}
				catch (Exception ex) {
					err.println(problem(ex));
					return ExitStatus.FAILED.number();
				}
			});
		}
		catch (StartException ex) {
			throw new JdaemonStartException(ex);
		}
	}

	/**
	 * Report that the application does not start so far.
	 * @param failure why
	 * @return the status to exit with
	 */
	int failed(Throwable failure) {
		System.err.println(problem(failure));
		return ExitStatus.FAILED.number();
	}

	private String problem(Throwable failure) {
		return "The permits of " + this.settings.name() + " cannot be reached: "
				+ Reason.of(NestedExceptionUtils.getMostSpecificCause(failure));
	}

	// sudo(8) sets the variable.
	private String operator() {
		String user = System.getProperty("user.name");
		String sudoer = System.getenv("SUDO_USER");
		return ((sudoer != null) ? sudoer + " as " + user : user) + " on " + this.settings.host();
	}

}
