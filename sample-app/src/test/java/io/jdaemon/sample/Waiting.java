package io.jdaemon.sample;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How the tests wait: for far longer than anything takes, and looking often.
 */
final class Waiting {

	static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Duration POLL = Duration.ofMillis(20);

	private Waiting() {
	}

	static ConditionFactory patiently() {
		return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL);
	}

}
