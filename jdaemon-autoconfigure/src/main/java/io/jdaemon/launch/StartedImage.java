package io.jdaemon.launch;

import java.util.ArrayList;
import java.util.List;

import io.jdaemon.command.CommandName;
import io.jdaemon.posix.PathName;
import io.jdaemon.process.ProcessImage;

/**
 * The image of the application that a command starts: that of the command without its
 * word.
 */
final class StartedImage {

	private StartedImage() {
	}

	/**
	 * Leave out a command.
	 * @param image the image of the command
	 * @param command the command
	 * @param arguments how many arguments the application got
	 * @return the image of the application
	 */
	static ProcessImage without(ProcessImage image, CommandName command, int arguments) {
		String property = "(--|-D)jdaemon\\.command=" + command.word();
		List<byte[]> words = new ArrayList<>();
		boolean removed = false;
		for (int i = 0; i < image.arguments().size(); i++) {
			String word = PathName.decode(image.arguments().get(i));
			boolean typed = !removed && i >= image.arguments().size() - arguments && word.equals(command.word());
			removed |= typed;
			if (!typed && !word.matches(property)) {
				words.add(image.arguments().get(i));
			}
		}
		return image.withArguments(words);
	}

}
