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
 * A page on which somebody may write what the signal that follows does not say: a file in
 * memory, memfd_create(2), which ends with the image. Those who write find it as
 * {@code /proc/PID/fd/N}, which the kernel allows to the same user and to root.
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
	 * Create an empty page.
	 * @return the page
	 */
	public static RequestFile create(Posix posix) throws PosixException {
		return new RequestFile(posix, posix.memfdCreate(NAME));
	}

	/**
	 * Take what was written last.
	 * @return a word, if there is one
	 */
	public Optional<String> take() {
		try {
			String word = Files.readString(Path.of("/proc/self/fd/" + this.descriptor), StandardCharsets.ISO_8859_1)
				.strip();
			this.posix.truncate(this.descriptor);
			return word.isEmpty() ? Optional.empty() : Optional.of(word);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Write on the page of a process. In the moment between two images it has none, and
	 * the word is lost.
	 * @param pid the process
	 * @param word a word
	 * @throws IOException if it may not be written on
	 */
	public static void write(long pid, String word) throws IOException {
		try {
			Optional<Path> page = Memfd.find(pid, NAME);
			if (page.isPresent()) {
				Files.writeString(page.get(), word, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
