package io.jdaemon.process;

import java.util.List;

/**
 * An image for another working directory.
 *
 * @param image the image, with absolute paths in its command line
 * @param relative what still has relative paths in it that would mean other files there:
 * argument files and variables, by name
 */
public record Relocation(ProcessImage image, List<String> relative) {

	/**
	 * Copy the list.
	 * @param image the image
	 * @param relative what still has relative paths in it
	 */
	public Relocation {
		relative = List.copyOf(relative);
	}

}
