package io.jdaemon.log;

import java.lang.System.Logger.Level;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes entries to the log.
 */
@FunctionalInterface
public interface EntryLogger {

	/**
	 * Write an entry. This may block for ever.
	 * @param level DEBUG, INFO, WARNING or ERROR
	 * @param entry the entry
	 * @param cause why it happened, or {@code null}
	 */
	void log(Level level, LogEntry entry, @Nullable Throwable cause);

	/**
	 * The logger of this application: SLF4J, which carries the values, where it is
	 * present.
	 * @return the logger
	 */
	static EntryLogger create() {
		try {
			Class.forName("org.slf4j.spi.LoggingEventBuilder", false, EntryLogger.class.getClassLoader());
			return EntryLogger::logWithValues;
		}
		catch (ClassNotFoundException ex) {
			return EntryLogger::logText;
		}
	}

	private static void logWithValues(Level level, LogEntry entry, @Nullable Throwable cause) {
		LoggingEventBuilder event = LoggerFactory.getLogger(entry.topic().logger()).atLevel(switch (level) {
			case DEBUG -> org.slf4j.event.Level.DEBUG;
			case INFO -> org.slf4j.event.Level.INFO;
			case WARNING -> org.slf4j.event.Level.WARN;
			default -> org.slf4j.event.Level.ERROR;
		});
		for (var value : entry.values().entrySet()) {
			event = event.addKeyValue(value.getKey(), value.getValue());
		}
		event.setCause(cause).log(entry.text());
	}

	private static void logText(Level level, LogEntry entry, @Nullable Throwable cause) {
		Log logger = LogFactory.getLog(entry.topic().logger());
		switch (level) {
			case DEBUG -> logger.debug(entry.text(), cause);
			case INFO -> logger.info(entry.text(), cause);
			case WARNING -> logger.warn(entry.text(), cause);
			default -> logger.error(entry.text(), cause);
		}
	}

}
