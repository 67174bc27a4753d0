package io.jdaemon.launch;

import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * How the result of a launch is printed. The shell that prints it knows nothing of JSON:
 * it puts the exit status, a sentence and the instance between parts that are ready.
 *
 * @param head what precedes the exit status in JSON, empty if the sentence alone is
 * printed
 * @param text writes a text as a part of the sentence
 * @param instance describes the daemon with a process ID, once that is ready
 */
public record LaunchReport(String head, UnaryOperator<String> text, LongFunction<String> instance) {

	/**
	 * The sentence alone.
	 * @return a report for people
	 */
	public static LaunchReport sentence() {
		return new LaunchReport("", UnaryOperator.identity(), (pid) -> "");
	}

}
