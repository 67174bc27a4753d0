package io.jdaemon.posix;

import java.util.List;
import java.util.Set;

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
 */
public record SpawnRequest(byte[] executable, List<byte[]> arguments, List<byte[]> environment,
		List<Integer> descriptors, Set<Integer> heldSignals) {

}
