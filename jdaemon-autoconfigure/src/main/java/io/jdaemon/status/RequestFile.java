package io.jdaemon.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The file in which a command writes what a signal cannot carry, before it sends the
 * signal. It is a file in memory, memfd_create(2), which ends with the image. A writer
 * finds it as {@code /proc/PID/fd/N}, which the kernel allows to the same user and to
 * root. Each kind of request has a file of its own, because writer and reader may be of
 * different versions.
 */
public final class RequestFile {

	/** The name of the file with the strategy of a restart, one word. */
	public static final String STRATEGY = "jdaemon request";

	/** The name of the file with who sends the signal, a few words. */
	public static final String SENDER = "jdaemon sender";

	// In bytes
	private static final int LONGEST = 200;

	private final Posix posix;

	private final OptionalInt descriptor;

	private RequestFile(Posix posix, OptionalInt descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * Create an empty request file for this process. Where memfd_create(2) is forbidden,
	 * there are no requests.
	 * @param name the name of the file
	 * @return the file
	 */
	public static RequestFile create(Posix posix, String name) throws PosixException {
		return new RequestFile(posix, Memfd.create(posix, name));
	}

	/**
	 * Read the last request and empty the file.
	 * @return the request, printable characters, or empty if there is none or it cannot
	 * be read
	 */
	public Optional<String> take() {
		if (this.descriptor.isEmpty()) {
			return Optional.empty();
		}
		try (InputStream content = Files.newInputStream(Memfd.own(this.descriptor.getAsInt()))) {
			String text = new String(content.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
			this.posix.truncate(this.descriptor.getAsInt(), 0);
			return text.isEmpty() ? Optional.empty()
					: Optional.of(text.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?"));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Write a request to the file of a process. Between two images a process has no
	 * request file; then the request is lost.
	 * @param pid the ID of the process
	 * @param name the name of the file
	 * @param text the request
	 * @throws IOException if this process may not write to the file
	 */
	public static void write(long pid, String name, String text) throws IOException {
		try {
			Optional<Path> file = Memfd.find(pid, name);
			if (file.isPresent()) {
				Files.writeString(file.get(), text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
