package io.jdaemon.boot;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Reports the start of an application to the lifecycle, if jdaemon serves the
 * application. It is called last, so that the application is ready only after every
 * listener of it has agreed, those of {@code ApplicationReadyEvent} among them.
 */
final class LifecycleRunListener implements SpringApplicationRunListener, Ordered {

	private @Nullable BootstrapContext bootstrapContext;

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		this.bootstrapContext = bootstrapContext;
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		process().ifPresent((process) -> process.prepared(context));
	}

	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		process().ifPresent(ServingProcess::started);
	}

	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		process().ifPresent(ServingProcess::ready);
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		process().ifPresent(ServingProcess::failed);
	}

	private Optional<ServingProcess> process() {
		return Optional.ofNullable(this.bootstrapContext)
			.filter((context) -> context.isRegistered(ServingProcess.class))
			.map((context) -> context.get(ServingProcess.class));
	}

}
