package io.jdaemon.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
	 * @return the processes, without this one
	 */
	public static List<PublishedStatus> all() {
		long self = ProcessHandle.current().pid();
		try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
			return processes.map((directory) -> directory.getFileName().toString())
				.filter((name) -> name.matches("\\d{1,9}"))
				.map(Long::parseLong)
				.filter((pid) -> pid != self)
				.flatMap((pid) -> of(pid).stream())
				.toList();
		}
		catch (IOException | UncheckedIOException ex) {
			return List.of();
		}
	}

	// The identity first: another process may get the ID at any moment.
	private static Optional<PublishedStatus> of(long pid) {
		return ProcessIdentity.of(pid)
			.flatMap((process) -> StatusFile.of(pid)
				.flatMap(StatusFormat::parse)
				.filter((status) -> process.alive())
				.map((status) -> new PublishedStatus(process, status)));
	}

}
