package io.jdaemon.warm;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import io.jdaemon.posix.FileStatus;
import org.jspecify.annotations.Nullable;

/**
 * Detects a jar that lacks its end. {@link JarFile} alone does not: if an executable jar
 * is cut off soon after a nested library, it takes that library for the jar and
 * everything before it for a preamble.
 */
public final class JarIntegrity {

	// "End of central directory record" in the ZIP file format specification (APPNOTE)
	private static final int END_SIGNATURE = 0x06054b50;

	private static final int END_SIZE = 22;

	private static final int LONGEST_COMMENT = 0xFFFF;

	private static final int CENTRAL_SIZE = 12;

	private static final int CENTRAL_OFFSET = 16;

	private static final long ZIP64 = 0xFFFFFFFFL;

	private static final int ENTRY_SIGNATURE = 0x04034b50;

	private JarIntegrity() {
	}

	/**
	 * Read the manifest of a jar.
	 * @param file the jar
	 * @return the manifest, {@code null} if the jar has none
	 * @throws IOException if the jar is not a regular file, cannot be read or lacks its
	 * end
	 */
	public static @Nullable Manifest manifest(File file) throws IOException {
		requireRegularFile(file);
		requireStartAtZero(file);
		try (JarFile jar = new JarFile(file)) {
			return jar.getManifest();
		}
	}

	// To open a fifo would wait for a writer, and to read a device may never end.
	private static void requireRegularFile(File file) throws IOException {
		int mode = (int) Files.getAttribute(file.toPath(), "unix:mode");
		if (!FileStatus.regular(mode)) {
			throw new IOException("it is a " + FileStatus.type(mode));
		}
	}

	// A jar that starts with an entry has no preamble, so its archive must start at 0.
	private static void requireStartAtZero(File file) throws IOException {
		try (RandomAccessFile content = new RandomAccessFile(file, "r")) {
			int size = (int) Math.min(content.length(), END_SIZE + LONGEST_COMMENT);
			ByteBuffer tail = read(content, content.length() - size, size);
			int end = size - END_SIZE;
			while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
				end--;
			}
			if (end < 0 || read(content, 0, Integer.BYTES).getInt(0) != ENTRY_SIGNATURE) {
				return;
			}
			long centralSize = Integer.toUnsignedLong(tail.getInt(end + CENTRAL_SIZE));
			long centralOffset = Integer.toUnsignedLong(tail.getInt(end + CENTRAL_OFFSET));
			long start = content.length() - size + end - centralSize - centralOffset;
			if (start != 0 && centralOffset != ZIP64) {
				throw new IOException("its end is missing");
			}
		}
	}

	private static ByteBuffer read(RandomAccessFile content, long position, int size) throws IOException {
		byte[] bytes = new byte[size];
		content.seek(position);
		content.readFully(bytes);
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

}
