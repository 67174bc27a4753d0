package io.jdaemon.boot;

import io.jdaemon.Mode;
import io.jdaemon.launch.ForegroundReason;
import io.jdaemon.launch.ForegroundReason.Decision;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Logs why the application does not detach, as soon as there is a log.
 */
final class ReasonLogger implements ApplicationListener<ApplicationPreparedEvent> {

	private static final Log logger = LogFactory.getLog(ReasonLogger.class);

	private final Decision decision;

	private final ForegroundReason reason;

	ReasonLogger(Decision decision, ForegroundReason reason) {
		this.decision = decision;
		this.reason = reason;
	}

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		logger.info((this.decision.mode() == Mode.OFF ? "jdaemon is off (" : "Staying in the foreground (")
				+ this.reason + "): " + this.reason.sentence());
	}

}
