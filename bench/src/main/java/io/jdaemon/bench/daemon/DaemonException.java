package io.jdaemon.bench.daemon;

/**
 * The bench cannot go on, told in one sentence.
 */
public final class DaemonException extends Exception {

	private static final long serialVersionUID = 1L;

	public DaemonException(String sentence) {
		super(sentence);
	}

}
