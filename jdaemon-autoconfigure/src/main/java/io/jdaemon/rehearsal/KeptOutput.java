package io.jdaemon.rehearsal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * What a rehearsal writes to its standard output and error: in a file in memory, which is
 * gone afterwards.
 *
 * @param target the descriptor to write to
 * @param descriptors what to close in the end
 */
record KeptOutput(int target, List<Integer> descriptors) {

	private static final String NAME = "jdaemon rehearsal";

	private static final int LONGEST = 1 << 20;

	/**
	 * Create an empty file.
	 * @param devNull a descriptor of /dev/null, which takes its place where
	 * memfd_create(2) is forbidden
	 * @return the output
	 */
	static KeptOutput create(Posix posix, int devNull) {
		try {
			int file = posix.memfdCreate(NAME);
			return new KeptOutput(file, List.of(file));
		}
		catch (PosixException ex) {
			return new KeptOutput(devNull, List.of());
		}
	}

	/**
	 * What was written.
	 * @return the text, the end of it if it is long
	 */
	String text() {
		if (this.descriptors.isEmpty()) {
			return "";
		}
		try (SeekableByteChannel file = Files.newByteChannel(Path.of("/proc/self/fd/" + this.target))) {
			file.position(Math.max(0, file.size() - LONGEST));
			ByteBuffer text = ByteBuffer.allocate(LONGEST);
			while (text.hasRemaining() && file.read(text) >= 0) {
				// Read on.
			}
			return new String(text.array(), 0, text.position(), Charset.defaultCharset());
		}
		catch (IOException ex) {
			// The result is known without it.
			return "";
		}
	}

}
