package io.jdaemon.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.process.FieldLine;

/**
 * A page on which a process tells its state to whoever may look into it: a file in
 * memory, memfd_create(2), which goes through exec with the process and ends with it. Its
 * readers find it as {@code /proc/PID/fd/N}.
 */
public final class StatusFile {

	private static final String NAME = "jdaemon status";

	// The same size for every state, so that one write replaces the whole of the last.
	private static final int SIZE = 16384;

	private static final int ATTEMPTS = 1000;

	private final Posix posix;

	private final int descriptor;

	private StatusFile(Posix posix, int descriptor) {
		this.posix = posix;
		this.descriptor = descriptor;
	}

	/**
	 * Create an empty page.
	 * @return the page
	 */
	public static StatusFile create(Posix posix) throws PosixException {
		return new StatusFile(posix, posix.memfdCreate(NAME));
	}

	/**
	 * Go on with the page that the previous image handed over.
	 * @param descriptor the page
	 * @return the page
	 */
	public static StatusFile inherited(Posix posix, int descriptor) throws PosixException {
		posix.closeOnExec(descriptor, true);
		return new StatusFile(posix, descriptor);
	}

	/**
	 * Replace what the page says.
	 * @param fields the state, values by their names
	 * @throws IllegalArgumentException if it does not fit
	 */
	public void write(Map<String, ?> fields) throws PosixException {
		byte[] content = format(fields).getBytes(StandardCharsets.US_ASCII);
		if (content.length > SIZE) {
			throw new IllegalArgumentException("A state of " + content.length + " bytes does not fit on its page");
		}
		byte[] padded = Arrays.copyOf(content, SIZE);
		Arrays.fill(padded, content.length, SIZE, (byte) '\n');
		this.posix.pwrite(this.descriptor, padded, 0);
	}

	/**
	 * What the page says.
	 * @return values by their names, if there is anything to be read
	 */
	public Optional<Map<String, String>> read() {
		return read(Path.of("/proc/self/fd/" + this.descriptor));
	}

	/**
	 * What the page of a process says.
	 * @param pid the process
	 * @return values by their names, if it has a page that this process may read
	 */
	public static Optional<Map<String, String>> of(long pid) {
		try {
			return Memfd.find(pid, NAME).flatMap(StatusFile::read);
		}
		catch (IOException | UncheckedIOException ex) {
			return Optional.empty();
		}
	}

	// A reader may see the beginning of one state and the end of another: hence the sum.
	private static Optional<Map<String, String>> read(Path file) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				String text = Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing();
				if (text.isEmpty()) {
					return Optional.empty();
				}
				String[] content = text.split(" ", 2);
				if (content.length == 2 && content[0].equals(sum(content[1]))) {
					return Optional.of(FieldLine.parse(content[1]));
				}
			}
			catch (IOException | IllegalArgumentException | IllegalStateException ex) {
				// gone, or the page of another program
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

	/**
	 * The page.
	 * @return a descriptor
	 */
	public int descriptor() {
		return this.descriptor;
	}

}
