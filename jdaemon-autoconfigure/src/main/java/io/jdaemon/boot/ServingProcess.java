package io.jdaemon.boot;

import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.settings.ReadyAfter;
import io.jdaemon.sockets.ListeningSockets;

import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This process, once jdaemon serves an application in it. The bootstrap context of that
 * application leads from its start-up to the lifecycle.
 *
 * @param application the application that is served
 * @param lifecycle the lifecycle of the process
 * @param sockets the sockets that servers adopt and keep
 * @param readyAfter when an application is ready
 */
record ServingProcess(RunningApplication application, Lifecycle lifecycle, ListeningSockets sockets,
		ReadyAfter readyAfter) {

	/** The name of the bean that is the lifecycle. */
	static final String LIFECYCLE = "jdaemonLifecycle";

	/**
	 * Serve an application.
	 * @param bootstrapContext the bootstrap context of the application
	 */
	void serve(ConfigurableBootstrapContext bootstrapContext) {
		bootstrapContext.register(ServingProcess.class, InstanceSupplier.of(this));
		bootstrapContext.addCloseListener((closed) -> {
			SingletonBeanRegistry beans = closed.getApplicationContext().getBeanFactory();
			beans.registerSingleton(LIFECYCLE, this.lifecycle);
			beans.registerSingleton("jdaemonListeningSockets", this.sockets);
		});
	}

	void prepared(ConfigurableApplicationContext context) {
		this.application.prepared(context);
	}

	void started() {
		this.application.started();
		this.lifecycle.started();
		if (this.readyAfter == ReadyAfter.STARTED) {
			this.lifecycle.ready();
		}
	}

	void ready() {
		this.lifecycle.ready();
	}

	void failed() {
		this.lifecycle.failed();
	}

}
