package io.jdaemon.log;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntryLogger} and {@link LogEntry}.
 */
class EntryLoggerTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.jdaemon.restart");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@BeforeEach
	void attach() {
		this.logger.setLevel(ch.qos.logback.classic.Level.DEBUG);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void detach() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	@ParameterizedTest
	@MethodSource("levels")
	void levelOfLineIsThatOfEntry(Level level, String expected) {
		EntryLogger.create().log(level, LogTopic.RESTART.entry("A line"), null);
		assertThat(this.appender.list).singleElement()
			.satisfies((event) -> assertThat(event.getLevel()).hasToString(expected));
	}

	static Stream<Arguments> levels() {
		return Stream.of(Arguments.of(Level.DEBUG, "DEBUG"), Arguments.of(Level.INFO, "INFO"),
				Arguments.of(Level.WARNING, "WARN"), Arguments.of(Level.ERROR, "ERROR"));
	}

	@Test
	void valuesAreKeyValuePairs() {
		LogEntry entry = LogTopic.RESTART.entry("A line")
			.event("restarted")
			.with("restart.strategy", "exec")
			.with("restart.reason", null);
		EntryLogger.create().log(Level.INFO, entry, null);
		assertThat(this.appender.list).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).isEqualTo("A line");
			assertThat(event.getKeyValuePairs()).extracting(KeyValuePair::toString)
				.containsExactly("jdaemon.event=\"restarted\"", "jdaemon.restart.strategy=\"exec\"");
		});
	}

	@Test
	void causeIsLogged() {
		EntryLogger.create().log(Level.ERROR, LogTopic.RESTART.entry("A line"), new IllegalStateException("The cause"));
		assertThat(this.appender.list).singleElement()
			.satisfies((event) -> assertThat(event.getThrowableProxy().getMessage()).isEqualTo("The cause"));
	}

	@Test
	void eachTopicHasItsOwnLogger() {
		assertThat(List.of(LogTopic.values())).extracting(LogTopic::logger)
			.doesNotHaveDuplicates()
			.allMatch((name) -> name.matches("io\\.jdaemon\\.[a-z]+"));
	}

}
