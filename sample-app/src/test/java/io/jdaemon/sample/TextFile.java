package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * A file that a process of a test writes, such as its log. It is read byte for byte, as
 * ISO 8859-1.
 *
 * @param path the file
 */
public record TextFile(Path path) {

	public static String read(Path path) {
		try {
			return Files.readString(path, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The text so far.
	 * @return the text, empty if there is no such file
	 */
	public String text() {
		return Files.exists(this.path) ? read(this.path) : "";
	}

	/**
	 * Count how often the words are in the file.
	 * @param words the words
	 * @return how often
	 */
	public int count(String words) {
		String text = text();
		int count = 0;
		for (int at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length())) {
			count++;
		}
		return count;
	}

	public void await(String words) {
		await(words, 1);
	}

	public void await(String words, int times) {
		patiently().until(() -> count(words) >= times);
	}

	void delete() {
		try {
			Files.delete(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
