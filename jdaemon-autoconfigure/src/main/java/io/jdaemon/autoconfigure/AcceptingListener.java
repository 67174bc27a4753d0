package io.jdaemon.autoconfigure;

import io.jdaemon.lifecycle.Lifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Tells the lifecycle that the web server of the application accepts connections, not
 * that of the management endpoints.
 */
final class AcceptingListener implements ApplicationListener<WebServerInitializedEvent> {

	private final ObjectProvider<Lifecycle> lifecycle;

	AcceptingListener(ObjectProvider<Lifecycle> lifecycle) {
		this.lifecycle = lifecycle;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getApplicationContext().getServerNamespace() == null) {
			this.lifecycle.ifAvailable(Lifecycle::accepting);
		}
	}

}
