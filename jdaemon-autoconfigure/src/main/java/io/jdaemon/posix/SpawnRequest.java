package io.jdaemon.posix;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A program to start with posix_spawn(3) in a session of its own.
 *
 * @param executable the file to execute
 * @param arguments its arguments, the name it is called by first
 * @param environment its variables, each {@code NAME=value}
 * @param descriptors this process's descriptors that become 0, 1, 2 … there, in order;
 * each must be greater than the last of those
 * @param heldSignals the numbers of the signals that it starts with blocked and whose
 * action is that of the calling process; all others start unblocked and with the default
 * action
 * @param credentials as whom it runs, {@code null} for those of the calling process
 * @param directory its working directory, {@code null} for that of the calling process
 */
public record SpawnRequest(byte[] executable, List<byte[]> arguments, List<byte[]> environment,
		List<Integer> descriptors, Set<Integer> heldSignals, @Nullable Credentials credentials,
		byte @Nullable [] directory) {

	/**
	 * A program with the credentials and in the working directory of this process.
	 * @param executable the file to execute
	 * @param arguments its arguments
	 * @param environment its variables
	 * @param descriptors its descriptors
	 * @param heldSignals the signals that it starts with blocked
	 */
	public SpawnRequest(byte[] executable, List<byte[]> arguments, List<byte[]> environment, List<Integer> descriptors,
			Set<Integer> heldSignals) {
		this(executable, arguments, environment, descriptors, heldSignals, null, null);
	}

}
