package io.jdaemon.bench.server;

import io.jdaemon.DaemonInfo;

import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Creates the response, which is the same for every request to this context.
 */
@Component
class ProcessResponses {

	private final DaemonInfo daemon;

	private final ApplicationContext context;

	ProcessResponses(DaemonInfo daemon, ApplicationContext context) {
		this.daemon = daemon;
		this.context = context;
	}

	ProcessResponse get() {
		return new ProcessResponse(this.daemon.pid(), this.daemon.generation(), this.context.getStartupDate());
	}

}
