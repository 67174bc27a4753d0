package io.jdaemon.posix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The one way to turn the bytes of a path, which is all that the kernel knows, into a
 * string and back, whatever the locale is.
 * <p>
 * A string is encoded as the JVM does, in the charset of the locale, and in UTF-8 if that
 * has no bytes for it, such as in the locale C. Bytes that the kernel has returned are
 * decoded without loss: one that is not part of a character in either charset becomes a
 * character from U+EF80 to U+EFFF, which are in private use, and is encoded as that byte
 * again.
 * <p>
 * {@link Path} of the JDK keeps bytes, but cannot be created from a string that the
 * locale cannot encode, and resolves a relative path against "user.dir", which the JVM
 * has decoded with loss.
 */
public final class PathName {

	// U+EF80 stands for the byte 0x80.
	private static final char ESCAPE = 0xEF00;

	private static final char FIRST_ESCAPE = 0xEF80;

	private static final char LAST_ESCAPE = 0xEFFF;

	private static final int LONGEST_CHARACTER = 4;

	private PathName() {
	}

	/**
	 * Encode a path.
	 * @param path the path
	 * @return its bytes, without a terminating zero
	 */
	public static byte[] encode(String path) {
		return encode(path, platform());
	}

	static byte[] encode(String path, Charset platform) {
		if (path.chars().noneMatch(PathName::isEscape)) {
			return path.getBytes(platform.newEncoder().canEncode(path) ? platform : StandardCharsets.UTF_8);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		path.codePoints().forEach((character) -> {
			if (isEscape(character)) {
				bytes.write(character - ESCAPE);
			}
			else {
				bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
			}
		});
		return bytes.toByteArray();
	}

	/**
	 * Decode a path.
	 * @param path the bytes of a path
	 * @return a string that {@link #encode} turns into the same bytes
	 */
	public static String decode(byte[] path) {
		return decode(path, platform());
	}

	static String decode(byte[] path, Charset platform) {
		try {
			String text = platform.newDecoder().decode(ByteBuffer.wrap(path)).toString();
			if (Arrays.equals(encode(text, platform), path)) {
				return text;
			}
		}
		catch (CharacterCodingException ex) {
			// Bytes of another charset
		}
		String text = decodeUtf8(path);
		return Arrays.equals(encode(text, platform), path) ? text : escapeAll(path);
	}

	private static String decodeUtf8(byte[] path) {
		StringBuilder text = new StringBuilder();
		int position = 0;
		while (position < path.length) {
			int length = 1;
			String character = null;
			while (character == null && length <= Math.min(LONGEST_CHARACTER, path.length - position)) {
				character = character(path, position, length++);
			}
			text.append((character != null) ? character : (char) (ESCAPE + (path[position] & 0xFF)));
			position += (character != null) ? length - 1 : 1;
		}
		return text.toString();
	}

	private static @Nullable String character(byte[] path, int position, int length) {
		try {
			CharBuffer character = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path, position, length));
			return isEscape(character.charAt(0)) ? null : character.toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private static String escapeAll(byte[] path) {
		StringBuilder text = new StringBuilder();
		for (byte value : path) {
			text.append((value < 0) ? (char) (ESCAPE + (value & 0xFF)) : (char) value);
		}
		return text.toString();
	}

	private static boolean isEscape(int character) {
		return character >= FIRST_ESCAPE && character <= LAST_ESCAPE;
	}

	/**
	 * The path for use with {@link Files}.
	 * @param path the path, relative to the working directory of this process unless it
	 * begins with a slash
	 * @return an absolute path with the same bytes
	 */
	public static Path path(String path) {
		StringBuilder uri = new StringBuilder("file://");
		if (!path.startsWith("/")) {
			uri.append('/');
		}
		for (byte value : encode(path)) {
			uri.append((value == '/') ? "/" : "%" + HexFormat.of().toHexDigits(value));
		}
		Path absolute = Path.of(URI.create(uri.toString()));
		int names = absolute.getNameCount();
		if (path.startsWith("/")) {
			return absolute;
		}
		// Path.relativize would drop a ".." at the beginning.
		return (names > 0) ? workingDirectory().resolve(absolute.subpath(0, names)) : workingDirectory();
	}

	private static Path workingDirectory() {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/cwd"));
		}
		catch (IOException ex) {
			return Path.of("").toAbsolutePath();
		}
	}

	/**
	 * The name of a path that {@link Files} has returned.
	 * @param path an absolute path
	 * @return the string for its bytes
	 */
	public static String of(Path path) {
		// The bytes of a path are to be had only as a URI.
		String uri = path.toUri().getRawPath();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int position = 0; position < uri.length(); position++) {
			boolean encoded = uri.charAt(position) == '%';
			bytes.write(encoded ? HexFormat.fromHexDigits(uri, position + 1, position + 3) : uri.charAt(position));
			position += encoded ? 2 : 0;
		}
		String name = decode(bytes.toByteArray());
		// A directory's URI ends in a slash.
		return (name.length() > 1 && name.endsWith("/")) ? name.substring(0, name.length() - 1) : name;
	}

	/**
	 * The absolute path, for a message.
	 * @param path the path
	 * @return the path without "." and ".." in it
	 */
	public static String absolute(String path) {
		return of(path(path).normalize());
	}

	/**
	 * The absolute path, seen from a directory.
	 * @param directory an absolute path
	 * @param path the path, relative to the directory unless it begins with a slash
	 * @return the path without "." and ".." in it
	 */
	public static String absolute(String directory, String path) {
		return absolute(path.startsWith("/") ? path : directory + "/" + path);
	}

	/**
	 * The shortest path to the same file.
	 * @param path an absolute path
	 * @return the path without "." and "..", unless symbolic links give these another
	 * meaning or the file does not exist
	 */
	public static String shortest(String path) {
		Path normalized = path(path).normalize();
		try {
			return Files.isSameFile(path(path), normalized) ? of(normalized) : path;
		}
		catch (IOException ex) {
			return path;
		}
	}

	private static Charset platform() {
		return Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
	}

}
