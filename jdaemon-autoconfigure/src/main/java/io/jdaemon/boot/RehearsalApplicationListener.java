package io.jdaemon.boot;

import io.jdaemon.binding.SettingsBinder;
import io.jdaemon.launch.NativeLibrary;
import io.jdaemon.launch.ProcessSettingsCheck;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import io.jdaemon.rehearsal.RehearsalVariable;
import io.jdaemon.rehearsal.RehearsedProcess;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.StartFailures;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reports how the start goes in a process that is a rehearsal. There this listener claims
 * the decision on the role of the process, so that jdaemon does nothing else in it,
 * whatever the command line says.
 */
final class RehearsalApplicationListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	// Before DaemonApplicationListener
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 14;

	private static final String END = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent) {
			RehearsalVariable
				.received(System.getenv(RehearsalVariable.NAME),
						(descriptor) -> HostEnvironmentReader.link("/proc/self/fd/" + descriptor))
				.filter((variable) -> JvmWideState.claimDecision())
				.ifPresent(RehearsalApplicationListener::begin);
		}
		else if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			JvmWideState.rehearsed().ifPresent((process) -> prepare(process, prepared));
		}
		else if (event instanceof ApplicationFailedEvent failed) {
			JvmWideState.rehearsed()
				.ifPresent((process) -> process.failed(
						Reason.of(NestedExceptionUtils.getMostSpecificCause(failed.getException())),
						Thread.currentThread()));
		}
	}

	private static void begin(RehearsalVariable variable) {
		variable.launchDirectory().ifPresent(JvmWideState::launchDirectory);
		try {
			JvmWideState.rehearsed(RehearsedProcess.adopt(NativeLibrary.load(), variable));
		}
		catch (PosixException ex) {
			throw new JdaemonStartException(StartFailures.system(ex));
		}
		catch (StartException ex) {
			throw new JdaemonStartException(ex);
		}
	}

	private static void prepare(RehearsedProcess process, ApplicationEnvironmentPreparedEvent event) {
		boolean outermost = OutermostApplication.starting();
		FleetSettings fleet = outermost ? checkSettings(event.getEnvironment()).restart().fleet() : null;
		// Those on the way to it are not the end: Spring would exit at the first refresh.
		Runnable end = outermost ? process::complete : () -> {
		};
		event.getSpringApplication().addInitializers((context) -> {
			if (fleet != null) {
				context.getBeanFactory().registerSingleton(ServingProcess.FLEET, fleet);
			}
			context.addBeanFactoryPostProcessor((beans) -> endWith(beans, end));
		});
	}

	// As the next image will
	private static Settings checkSettings(ConfigurableEnvironment environment) {
		try {
			Posix posix = NativeLibrary.load();
			Settings settings = new SettingsBinder(environment, JvmWideState.launchDirectory()).settings(true);
			new ProcessSettingsCheck(posix, settings).check(false);
			return settings;
		}
		catch (StartException ex) {
			throw new JdaemonStartException(ex);
		}
	}

	/**
	 * End a start once all singletons of a context exist, and before it starts lifecycle
	 * beans such as a web server.
	 * @param beans the beans of the context
	 * @param end called then
	 */
	static void endWith(ConfigurableListableBeanFactory beans, Runnable end) {
		ContextEnd processor = new ContextEnd(end);
		processor.setBeanFactory(beans);
		if (beans.containsLocalBean(END)) {
			beans.addBeanPostProcessor(processor);
		}
		else {
			beans.registerSingleton(END, processor);
		}
	}

	/**
	 * Takes the place of the context's lifecycle processor. A refresh calls it once all
	 * singletons exist, and before it starts lifecycle beans such as a web server.
	 */
	private static final class ContextEnd extends DefaultLifecycleProcessor implements BeanPostProcessor {

		private final Runnable end;

		ContextEnd(Runnable end) {
			this.end = end;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) throws BeansException {
			return name.equals(END) ? this : bean;
		}

		@Override
		public void onRefresh() {
			this.end.run();
		}

	}

}
