package io.jdaemon.autoconfigure;

import io.jdaemon.sockets.ApplicationSockets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Lets the application drain its own listening sockets before any of its beans is
 * stopped, if no restart has done so before.
 */
final class DrainListener implements ApplicationListener<ContextClosedEvent> {

	private final ApplicationContext context;

	private final ObjectProvider<ApplicationSockets> sockets;

	DrainListener(ApplicationContext context, ObjectProvider<ApplicationSockets> sockets) {
		this.context = context;
		this.sockets = sockets;
	}

	// The event of a child context, such as that of the management server, comes here,
	// too.
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.sockets.ifAvailable(ApplicationSockets::drain);
		}
	}

}
