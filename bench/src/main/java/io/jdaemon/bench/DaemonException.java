package io.jdaemon.bench;

/**
 * The bench cannot go on, told in one sentence.
 */
final class DaemonException extends Exception {

	private static final long serialVersionUID = 1L;

	DaemonException(String sentence) {
		super(sentence);
	}

}
