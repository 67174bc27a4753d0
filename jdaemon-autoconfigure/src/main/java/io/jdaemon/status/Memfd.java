package io.jdaemon.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a file of memfd_create(2) by its name, among the descriptors of the process that
 * has it.
 */
final class Memfd {

	private Memfd() {
	}

	/**
	 * Find the file.
	 * @param pid the ID of the process
	 * @param name the name that the file was created with
	 * @return the path of the file in proc(5), if the process has the file
	 * @throws IOException if this process may not list the descriptors
	 * @throws java.io.UncheckedIOException if reading the list fails half-way
	 */
	static Optional<Path> find(long pid, String name) throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
			String link = "/memfd:" + name + " (deleted)";
			return descriptors.filter((descriptor) -> leadsTo(descriptor, link)).findFirst();
		}
	}

	private static boolean leadsTo(Path descriptor, String link) {
		try {
			return Files.readSymbolicLink(descriptor).toString().equals(link);
		}
		catch (IOException ex) {
			// The descriptor is closed by now.
			return false;
		}
	}

}
