package io.jdaemon.warm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.TypedJar;
import io.jdaemon.process.ProcessImage;

/**
 * Turns the command line that the operator typed into one that starts the extracted jar
 * with its cache, and back. Each image is derived from what the operator typed, so that
 * nothing adds up over restarts.
 */
public final class WarmImage {

	private WarmImage() {
	}

	/**
	 * The image to start.
	 * @param typed what the operator typed
	 * @param at the index of the jar in its arguments
	 * @param jar the extracted jar
	 * @param options the options to add
	 * @param state what is passed on to the image
	 * @return the image
	 */
	static ProcessImage of(ProcessImage typed, int at, byte[] jar, List<byte[]> options, InheritedState state) {
		return of(typed, at, jar, options)
			.withInheritedState(state.with(new TypedJar(options.size(), at, text(typed.arguments().get(at)))));
	}

	/**
	 * The image to start, without what is passed on to it.
	 * @param typed what the operator typed
	 * @param at the index of the jar in its arguments
	 * @param jar the extracted jar
	 * @param options the options to add
	 * @return the image
	 */
	static ProcessImage of(ProcessImage typed, int at, byte[] jar, List<byte[]> options) {
		List<byte[]> arguments = new ArrayList<>(typed.arguments());
		arguments.set(at, jar);
		arguments.addAll(1, options);
		return typed.withArguments(arguments);
	}

	/**
	 * What the operator typed.
	 * @param image the image of this process
	 * @param inherited what was passed on to this process, if anything
	 * @return the image without what was added to it
	 */
	public static ProcessImage typed(ProcessImage image, Optional<InheritedState> inherited) {
		return inherited.flatMap(InheritedState::typed).map((jar) -> typed(image, jar)).orElse(image);
	}

	private static ProcessImage typed(ProcessImage image, TypedJar jar) {
		List<byte[]> arguments = new ArrayList<>(image.arguments());
		arguments.subList(1, 1 + jar.added()).clear();
		arguments.set(jar.at(), jar.jar().getBytes(StandardCharsets.ISO_8859_1));
		return image.withArguments(arguments);
	}

	static String text(byte[] argument) {
		return new String(argument, StandardCharsets.ISO_8859_1);
	}

}
