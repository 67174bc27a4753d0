package io.jdaemon.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How others find a file of memfd_create(2): by its name, among the descriptors of the
 * process that has it.
 */
final class Memfd {

	private Memfd() {
	}

	/**
	 * Find the file.
	 * @param pid the process
	 * @param name the name that it was created with
	 * @return its path in proc(5), if the process has it
	 * @throws IOException if this process may not look
	 * @throws java.io.UncheckedIOException the same, in the middle
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
			// closed meanwhile
			return false;
		}
	}

}
