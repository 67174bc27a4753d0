package io.jdaemon.status;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.OwnerView;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.process.ProcessIdentity;

/**
 * A process and the status that it publishes.
 *
 * @param process the process
 * @param status its status
 */
public record PublishedStatus(ProcessIdentity process, Status status) {

	/**
	 * Find all processes that publish a status. Those of other users are visible to root
	 * only.
	 * @param posix loads the calls of the C library, if they are needed
	 * @return the processes, without this one
	 */
	public static List<PublishedStatus> all(PosixLoader posix) {
		return ProcessIdentity.others().stream().flatMap((pid) -> of(posix, pid).stream()).toList();
	}

	// The identity first: another process may get the ID at any moment.
	private static Optional<PublishedStatus> of(PosixLoader posix, long pid) {
		return ProcessIdentity.of(pid)
			.flatMap((process) -> fields(posix, process).flatMap(StatusFormat::parse)
				.filter((status) -> process.alive())
				.map((status) -> new PublishedStatus(process, status)));
	}

	private static Optional<Map<String, String>> fields(PosixLoader posix, ProcessIdentity process) {
		try {
			return OwnerView.see(posix, process, () -> StatusFile.of(process.pid()));
		}
		catch (IOException | PosixUnavailableException ex) {
			return Optional.empty();
		}
	}

}
