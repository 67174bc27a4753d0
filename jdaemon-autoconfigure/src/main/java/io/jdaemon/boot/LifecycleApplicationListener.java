package io.jdaemon.boot;

import io.jdaemon.lifecycle.Lifecycle;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Reports the progress of one application's start to the lifecycle. It is the last of all
 * listeners: when it reports that the application is ready, all others have run.
 */
final class LifecycleApplicationListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	private final SpringApplication springApplication;

	private final RunningApplication application;

	private final Lifecycle lifecycle;

	LifecycleApplicationListener(SpringApplication springApplication, RunningApplication application,
			Lifecycle lifecycle) {
		this.springApplication = springApplication;
		this.application = application;
		this.lifecycle = lifecycle;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event.getSpringApplication() != this.springApplication) {
			// A child context also publishes to the listeners of its parent.
			return;
		}
		if (event instanceof ApplicationPreparedEvent prepared) {
			this.application.prepared(prepared.getApplicationContext());
		}
		else if (event instanceof ApplicationReadyEvent) {
			this.application.ready();
			this.lifecycle.ready();
		}
		else if (event instanceof ApplicationFailedEvent) {
			this.lifecycle.failed(Thread.currentThread());
		}
	}

}
