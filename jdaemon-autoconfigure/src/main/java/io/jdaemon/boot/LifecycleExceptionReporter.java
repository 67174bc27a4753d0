package io.jdaemon.boot;

import io.jdaemon.lifecycle.Lifecycle;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports to the lifecycle that an application has failed while it became ready: Spring
 * Boot then calls no run listener, but every reporter of exceptions. It leaves the
 * exception to the others.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LifecycleExceptionReporter implements SpringBootExceptionReporter {

	private final @Nullable ConfigurableApplicationContext context;

	LifecycleExceptionReporter(@Nullable ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public boolean reportException(Throwable failure) {
		// Not in a parent: a child of the application may fail without it.
		if (this.context != null && this.context.getBeanFactory()
			.getSingleton(ServingProcess.LIFECYCLE) instanceof Lifecycle lifecycle) {
			lifecycle.failed();
		}
		return false;
	}

}
