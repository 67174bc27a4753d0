package io.jdaemon.autoconfigure;

import io.jdaemon.sockets.ApplicationSockets;
import io.jdaemon.sockets.KeptSockets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ends event streams and WebSockets, and lets the application drain its own listening
 * sockets, before any bean is stopped, if no restart has done so before.
 */
final class DrainListener implements ApplicationListener<ContextClosedEvent> {

	private final ApplicationContext context;

	private final ObjectProvider<ApplicationSockets> sockets;

	private final ObjectProvider<KeptSockets> kept;

	DrainListener(ApplicationContext context, ObjectProvider<ApplicationSockets> sockets,
			ObjectProvider<KeptSockets> kept) {
		this.context = context;
		this.sockets = sockets;
		this.kept = kept;
	}

	// The event of a child context, such as that of the management server, comes here,
	// too.
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.kept.ifAvailable(KeptSockets::endLongLived);
			this.sockets.ifAvailable(ApplicationSockets::drain);
		}
	}

}
