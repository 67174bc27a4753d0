package io.jdaemon.boot;

import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.log.LogTopic;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.ReadyAfter;
import io.jdaemon.shutdown.DaemonThreads;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.warm.RunningVersion;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This process, once jdaemon serves an application in it. The bootstrap context of that
 * application leads from its start-up to the lifecycle.
 *
 * @param application the application that is served
 * @param lifecycle the lifecycle of the process
 * @param sockets the sockets that servers adopt and keep
 * @param version the version of the application that this image runs from
 * @param readyAfter when an application is ready
 */
record ServingProcess(RunningApplication application, Lifecycle lifecycle, KeptSockets sockets, RunningVersion version,
		ReadyAfter readyAfter) {

	private static final Log logger = LogFactory.getLog(LogTopic.WARM.logger());

	/** The name of the bean that is the lifecycle. */
	static final String LIFECYCLE = "jdaemonLifecycle";

	/** The name of the bean that has the settings of the fleet. */
	static final String FLEET = "jdaemonFleetSettings";

	/**
	 * Serve the application that is starting.
	 * @param event the event of that application
	 */
	void serve(ApplicationEnvironmentPreparedEvent event) {
		event.getBootstrapContext().register(ServingProcess.class, InstanceSupplier.of(this));
		event.getSpringApplication().addInitializers(this::initialize);
	}

	/**
	 * Serve another application in place of the one before, if that is over.
	 * @param event the event of the other application
	 * @return whether it is served now
	 */
	boolean serveInstead(ApplicationEnvironmentPreparedEvent event) {
		boolean over = this.lifecycle.beginAnother(this.application.closed());
		if (over) {
			serve(event);
		}
		return over;
	}

	private void initialize(ConfigurableApplicationContext context) {
		SingletonBeanRegistry beans = context.getBeanFactory();
		// If the same SpringApplication runs once more, it has this initializer twice.
		if (!beans.containsSingleton(LIFECYCLE)) {
			beans.registerSingleton(LIFECYCLE, this.lifecycle);
			beans.registerSingleton("jdaemonKeptSockets", this.sockets);
			FleetSettings fleet = this.lifecycle.settings().restart().fleet();
			if (fleet != null) {
				beans.registerSingleton(FLEET, fleet);
			}
			context.addApplicationListener(this.application);
		}
	}

	void prepared(ConfigurableApplicationContext context) {
		this.application.prepared(context);
	}

	void started() {
		this.application.started();
		EndingClasses.load(this.lifecycle.settings().restart().fleet() != null);
		this.lifecycle.started();
		if (this.readyAfter == ReadyAfter.STARTED) {
			ready();
		}
	}

	void ready() {
		this.lifecycle.ready();
		DaemonThreads.start("jdaemon-warm", () -> this.version.settle(logger::info, logger::warn));
	}

	void failed() {
		this.lifecycle.failed();
	}

}
