package io.jdaemon.warm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

import io.jdaemon.posix.PathName;

/**
 * One version of a jar. A jar of the same size, and even of the same time, is another
 * version if its directory differs, which has a checksum of every file in it.
 *
 * @param path the absolute path
 * @param size the length in bytes
 * @param modified when it was modified, in seconds, which is what a layer of a container
 * image keeps of it
 * @param contents a digest of its end, the central directory
 */
record JarVersion(String path, long size, long modified, String contents) {

	// "End of central directory record" in the ZIP file format specification (APPNOTE)
	private static final int END_SIGNATURE = 0x06054b50;

	private static final int END_SIZE = 22;

	private static final int CENTRAL_OFFSET = 16;

	private static final int LONGEST_COMMENT = 0xFFFF;

	private static final int LARGEST_DIRECTORY = 64 * 1024 * 1024;

	/**
	 * Read the version of a jar.
	 * @param path the absolute path
	 * @return its version
	 * @throws IOException if it cannot be read, or is not a jar
	 */
	static JarVersion read(String path) throws IOException {
		Path file = PathName.path(path);
		if (!Files.isRegularFile(file)) {
			throw new IOException("it is not a file");
		}
		long modified = Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
		try (RandomAccessFile jar = new RandomAccessFile(file.toFile(), "r")) {
			long size = jar.length();
			return new JarVersion(path, size, modified, digest(centralDirectory(jar, size)));
		}
	}

	private static byte[] centralDirectory(RandomAccessFile jar, long size) throws IOException {
		int length = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
		ByteBuffer tail = ByteBuffer.wrap(read(jar, size - length, length)).order(ByteOrder.LITTLE_ENDIAN);
		int end = length - END_SIZE;
		while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
			end--;
		}
		if (end < 0) {
			throw new IOException("its end is missing");
		}
		long start = Integer.toUnsignedLong(tail.getInt(end + CENTRAL_OFFSET));
		long directory = size - start;
		if (directory <= 0 || directory > LARGEST_DIRECTORY) {
			throw new IOException("its directory cannot be found");
		}
		return read(jar, start, (int) directory);
	}

	private static byte[] read(RandomAccessFile jar, long position, int length) throws IOException {
		byte[] bytes = new byte[length];
		jar.seek(position);
		jar.readFully(bytes);
		return bytes;
	}

	/**
	 * A digest of bytes.
	 * @param bytes the bytes
	 * @return hexadecimal digits
	 */
	static String digest(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
