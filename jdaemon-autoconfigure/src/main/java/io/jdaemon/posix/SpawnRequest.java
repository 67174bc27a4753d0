package io.jdaemon.posix;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A program to start with posix_spawn(3) in a session of its own.
 *
 * @param executable the file to execute
 * @param arguments the arguments, the first of which is the name of the program
 * @param environment the variables, each {@code NAME=value}
 * @param descriptors descriptors of the calling process; the program gets them as 0, 1, 2
 * and so on, in this order
 * @param heldSignals the numbers of the signals that start blocked and with the action of
 * the calling process; all others start unblocked and with the default action
 * @param credentials what the program runs as, {@code null} for the credentials of the
 * calling process
 * @param directory the working directory of the program, {@code null} for that of the
 * calling process
 */
public record SpawnRequest(byte[] executable, List<byte[]> arguments, List<byte[]> environment,
		List<Integer> descriptors, Set<Integer> heldSignals, @Nullable Credentials credentials,
		byte @Nullable [] directory) {

	/**
	 * Create a request for a program that gets the credentials and the working directory
	 * of the calling process.
	 * @param executable the file to execute
	 * @param arguments the arguments, the first of which is the name of the program
	 * @param environment the variables, each {@code NAME=value}
	 * @param descriptors the descriptors of the calling process that the program gets
	 * @param heldSignals the numbers of the signals that start blocked
	 */
	public SpawnRequest(byte[] executable, List<byte[]> arguments, List<byte[]> environment, List<Integer> descriptors,
			Set<Integer> heldSignals) {
		this(executable, arguments, environment, descriptors, heldSignals, null, null);
	}

}
