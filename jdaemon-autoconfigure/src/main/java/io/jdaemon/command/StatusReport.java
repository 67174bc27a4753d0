package io.jdaemon.command;

import java.time.Duration;
import java.util.List;

import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the command {@code status} has found, for programs.
 *
 * @param name the name of the application
 * @param running whether the instance is running
 * @param pid its process ID, or that of a stale PID file, if one is known
 * @param state its state: a state of the process in lower case, "stopped", "dead" or
 * "unknown"
 * @param status what the process publishes, if it can be read
 * @param upTime how long the daemon has been running, if that is known
 * @param draining the process IDs of its predecessors that are still draining
 * @param pidFile its PID file, absolute
 */
public record StatusReport(String name, boolean running, @Nullable Long pid, String state, @Nullable Status status,
		@Nullable Duration upTime, List<Long> draining, @Nullable String pidFile) {

}
