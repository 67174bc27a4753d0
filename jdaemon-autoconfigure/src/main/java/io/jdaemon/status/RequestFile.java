package io.jdaemon.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The file in which a command writes what a signal cannot carry, before it sends the
 * signal. It is a file in memory, memfd_create(2), which ends with the image. A writer
 * finds it as {@code /proc/PID/fd/N}, which the kernel allows to the same user and to
 * root.
 */
public final class RequestFile {

	private static final String NAME = "jdaemon request";

	private final Posix posix;

	private final int descriptor;

	private RequestFile(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * Create an empty request file for this process.
	 * @return the file
	 */
	public static RequestFile create(Posix posix) throws PosixException {
		return new RequestFile(posix, posix.memfdCreate(NAME));
	}

	/**
	 * Read the last request and empty the file.
	 * @return a word, or empty if there is none or it cannot be read
	 */
	public Optional<String> take() {
		try {
			String word = Files.readString(Path.of("/proc/self/fd/" + this.descriptor), StandardCharsets.ISO_8859_1)
				.strip();
			this.posix.truncate(this.descriptor, 0);
			return word.isEmpty() ? Optional.empty() : Optional.of(word);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Write a request to the file of a process. Between two images a process has no
	 * request file; then the request is lost.
	 * @param pid the ID of the process
	 * @param word the request, one word
	 * @throws IOException if this process may not write to the file
	 */
	public static void write(long pid, String word) throws IOException {
		try {
			Optional<Path> file = Memfd.find(pid, NAME);
			if (file.isPresent()) {
				Files.writeString(file.get(), word, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
