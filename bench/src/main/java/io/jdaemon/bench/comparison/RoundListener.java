package io.jdaemon.bench.comparison;

/**
 * Hears of each result as soon as it is there.
 */
public interface RoundListener {

	void completed(int round, String subject, Round result);

}
