package io.jdaemon.boot;

import java.util.function.Consumer;

import io.jdaemon.HandoverHandler;
import io.jdaemon.StopHandler;
import io.jdaemon.shutdown.Application;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The Spring application in this process.
 */
final class RunningApplication implements Application, ApplicationListener<AvailabilityChangeEvent<?>> {

	private static final Log logger = LogFactory.getLog(RunningApplication.class);

	private volatile @Nullable ConfigurableApplicationContext context;

	private volatile boolean started;

	private volatile boolean alive = true;

	void prepared(ConfigurableApplicationContext context) {
		this.started = false;
		this.alive = true;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		if (event.getState() instanceof LivenessState state) {
			this.alive = state == LivenessState.CORRECT;
		}
	}

	void started() {
		this.started = true;
	}

	/**
	 * Whether the application was complete and is closed.
	 * @return whether it is over
	 */
	boolean closed() {
		ConfigurableApplicationContext context = this.context;
		return this.started && context != null && !context.isActive();
	}

	@Override
	public void close() {
		ConfigurableApplicationContext context = this.context;
		try {
			if (context != null) {
				context.close();
			}
		}
		finally {
			runShutdownHandlers();
		}
	}

	private static void runShutdownHandlers() {
		// The object that collects the shutdown handlers also runs them, after it has
		// closed every context that is left. The JVM's shutdown hook runs that object,
		// but exec runs no shutdown hook.
		((Runnable) SpringApplication.getShutdownHandlers()).run();
	}

	@Override
	public void stop(Runnable closed) {
		ConfigurableApplicationContext context = this.context;
		if (context == null || !this.started || context.isClosed()) {
			// Another thread is creating beans, and the JVM's shutdown hook closes the
			// context once it is refreshed. Or the application has closed it itself.
			exit(0);
			return;
		}
		StopHandler handler = context.getBeanProvider(StopHandler.class).getIfAvailable();
		if (handler != null) {
			handler.stop();
		}
		else {
			int status = SpringApplication.exit(context);
			closed.run();
			exit(status);
		}
	}

	@Override
	public void beforeHandover() {
		callHandlers(HandoverHandler::beforeHandover);
	}

	@Override
	public void handoverFailed() {
		callHandlers(HandoverHandler::handoverFailed);
	}

	private void callHandlers(Consumer<HandoverHandler> call) {
		ConfigurableApplicationContext context = this.context;
		if (context != null) {
			try {
				context.getBeanProvider(HandoverHandler.class)
					.orderedStream()
					.forEach((handler) -> callHandler(handler, call));
			}
			catch (RuntimeException | LinkageError ex) {
				logger.error("The beans of type HandoverHandler cannot be called", ex);
			}
		}
	}

	private static void callHandler(HandoverHandler handler, Consumer<HandoverHandler> call) {
		try {
			call.accept(handler);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error(handler.getClass().getName() + " has failed; the handover goes on", ex);
		}
	}

	@Override
	public void publish(Object event) {
		withContext((context) -> context.publishEvent(event), "A listener of " + event + " has failed");
	}

	@Override
	public void refuseTraffic() {
		withContext((context) -> AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC),
				"A listener of the readiness state has failed");
	}

	private void withContext(Consumer<ConfigurableApplicationContext> action, String failure) {
		ConfigurableApplicationContext context = this.context;
		if (context != null && context.isActive()) {
			try {
				action.accept(context);
			}
			catch (RuntimeException | LinkageError ex) {
				logger.error(failure, ex);
			}
		}
	}

	@Override
	public boolean alive() {
		return this.alive;
	}

	@Override
	public void exit(int status) {
		System.exit(status);
	}

}
