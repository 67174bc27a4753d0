package io.jdaemon.bench;

/**
 * The bench cannot go on, told in one sentence.
 */
final class BenchException extends Exception {

	private static final long serialVersionUID = 1L;

	BenchException(String sentence) {
		super(sentence);
	}

}
