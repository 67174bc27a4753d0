package io.jdaemon.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.FieldLine;

/**
 * The file in which a process publishes its status. It is a file in memory,
 * memfd_create(2), which stays open over exec and ends with the process. A reader finds
 * it as {@code /proc/PID/fd/N}, which the kernel allows to the same user and to root.
 */
public final class StatusFile {

	private static final String NAME = "jdaemon status";

	// In bytes. Every record has the same size, so that one write replaces all of the
	// last record.
	private static final int SIZE = 32768;

	private static final int ATTEMPTS = 1000;

	private final Posix posix;

	private final OptionalInt descriptor;

	private StatusFile(Posix posix, OptionalInt descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * Create an empty status file for this process. Where memfd_create(2) is forbidden,
	 * nothing can be published, and what is written is dropped.
	 * @return the file
	 */
	public static StatusFile create(Posix posix) throws PosixException {
		return new StatusFile(posix, Memfd.create(posix, NAME));
	}

	/**
	 * Adopt the file that the previous image passed on, and make it close-on-exec.
	 * @param descriptor the descriptor of the file
	 * @return the file
	 */
	public static StatusFile inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new StatusFile(posix, OptionalInt.of(descriptor));
	}

	/**
	 * Replace the record in the file.
	 * @param fields the values by name
	 * @throws IllegalArgumentException if the record does not fit in the file
	 */
	public void write(Map<String, ?> fields) throws PosixException {
		byte[] content = format(fields).getBytes(StandardCharsets.US_ASCII);
		if (content.length > SIZE) {
			throw new IllegalArgumentException("A state of " + content.length + " bytes does not fit in its file");
		}
		byte[] padded = Arrays.copyOf(content, SIZE);
		Arrays.fill(padded, content.length, SIZE, (byte) '\n');
		if (this.descriptor.isPresent()) {
			this.posix.pwrite(this.descriptor.getAsInt(), padded, 0);
		}
	}

	/**
	 * Read the record in this file.
	 * @return the values by name, or empty if there is no valid record
	 */
	public Optional<Map<String, String>> read() {
		return this.descriptor.isPresent() ? read(Memfd.own(this.descriptor.getAsInt())) : Optional.empty();
	}

	/**
	 * Read the record in the status file of a process.
	 * @param pid the ID of the process
	 * @return the values by name, or empty if the process has no valid record that this
	 * process may read
	 */
	public static Optional<Map<String, String>> of(long pid) {
		try {
			return Memfd.find(pid, NAME).flatMap(StatusFile::read);
		}
		catch (IOException | UncheckedIOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Open the status file of a process, so that its last record can be read when the
	 * process has ended.
	 * @param pid the ID of the process
	 * @return the open file, if the process has one that this process may read
	 */
	public static Optional<OpenStatusFile> open(long pid) {
		try {
			Optional<Path> file = Memfd.find(pid, NAME);
			return file.isPresent() ? Optional.of(new OpenStatusFile(FileChannel.open(file.get()))) : Optional.empty();
		}
		catch (IOException | UncheckedIOException ex) {
			return Optional.empty();
		}
	}

	private static Optional<Map<String, String>> read(Path file) {
		return read(() -> Files.readString(file, StandardCharsets.ISO_8859_1));
	}

	// A reader may see the beginning of one record and the end of another. The checksum
	// detects this.
	static Optional<Map<String, String>> read(Source source) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				String text = source.read().stripTrailing();
				if (text.isEmpty()) {
					return Optional.empty();
				}
				String[] content = text.split(" ", 2);
				if (content.length == 2 && content[0].equals(sum(content[1]))) {
					return Optional.of(FieldLine.parse(content[1]));
				}
			}
			catch (IOException | IllegalArgumentException | IllegalStateException ex) {
				// The file has gone, or is of another program.
				return Optional.empty();
			}
		}
		return Optional.empty();
	}

	private static String format(Map<String, ?> fields) {
		String line = FieldLine.format(fields);
		return sum(line) + " " + line;
	}

	private static String sum(String line) {
		CRC32 sum = new CRC32();
		sum.update(line.getBytes(StandardCharsets.ISO_8859_1));
		return Long.toHexString(sum.getValue());
	}

	/** Reads a record, which may be replaced meanwhile. */
	@FunctionalInterface
	interface Source {

		String read() throws IOException;

	}

	/**
	 * The descriptor of the file.
	 * @return an open descriptor, empty if nothing can be published here
	 */
	public OptionalInt descriptor() {
		return this.descriptor;
	}

}
