package io.jdaemon.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * A file of memfd_create(2), which others find by its name, among the descriptors of the
 * process that has it.
 */
final class Memfd {

	// What a container answers to a call that its seccomp(2) profile does not know
	private static final Set<Integer> FORBIDDEN = Set.of(PosixException.ENOSYS, PosixException.EPERM);

	private Memfd() {
	}

	/**
	 * Create a file, if the kernel or the container knows the call.
	 * @param name the name of the file
	 * @return its descriptor, empty if there can be no such file here
	 */
	static OptionalInt create(Posix posix, String name) throws PosixException {
		try {
			return OptionalInt.of(posix.memfdCreate(name));
		}
		catch (PosixException ex) {
			if (FORBIDDEN.contains(ex.errno())) {
				return OptionalInt.empty();
			}
			throw ex;
		}
	}

	/**
	 * The path of a file of this process.
	 * @param descriptor its descriptor
	 * @return the path in proc(5)
	 */
	static Path own(int descriptor) {
		return Path.of("/proc/self/fd/" + descriptor);
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
