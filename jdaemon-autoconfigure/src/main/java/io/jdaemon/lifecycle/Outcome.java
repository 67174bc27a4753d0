package io.jdaemon.lifecycle;

/**
 * What came of a command.
 *
 * @param status the status to exit with
 * @param sentence what to tell the operator
 */
record Outcome(ExitStatus status, String sentence) {

	static Outcome done(String sentence) {
		return new Outcome(ExitStatus.DONE, sentence);
	}

}
