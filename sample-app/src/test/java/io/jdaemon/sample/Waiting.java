package io.jdaemon.sample;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How the tests wait: for far longer than anything takes, and looking often.
 */
public final class Waiting {

	public static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Duration POLL = Duration.ofMillis(20);

	private Waiting() {
	}

	public static ConditionFactory patiently() {
		return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL);
	}

}
