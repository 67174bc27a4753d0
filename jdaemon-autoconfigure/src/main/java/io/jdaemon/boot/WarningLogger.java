package io.jdaemon.boot;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Logs what of the settings cannot be had, as soon as there is a log.
 */
final class WarningLogger implements ApplicationListener<ApplicationPreparedEvent> {

	private static final Log logger = LogFactory.getLog(WarningLogger.class);

	private final List<String> warnings;

	WarningLogger(List<String> warnings) {
		this.warnings = warnings;
	}

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		this.warnings.forEach(logger::warn);
	}

}
