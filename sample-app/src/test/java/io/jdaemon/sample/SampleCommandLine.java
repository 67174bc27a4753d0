package io.jdaemon.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts the sample application. Unless a jar is given it starts a
 * {@link FastJar}, because that starts fastest.
 */
final class SampleCommandLine {

	private final Jdk jdk;

	private final List<String> options = new ArrayList<>(FastJar.OPTIONS);

	private final List<String> arguments = new ArrayList<>();

	private boolean tiny;

	private Path jar;

	private String mainClass;

	SampleCommandLine(Jdk jdk) {
		this.jdk = jdk;
	}

	void options(String... options) {
		this.options.addAll(List.of(options));
	}

	void arguments(String... arguments) {
		this.arguments.addAll(List.of(arguments));
	}

	void jar(Path jar) {
		this.jar = jar;
	}

	void mainClass(String mainClass) {
		this.mainClass = mainClass;
	}

	void tiny() {
		this.tiny = true;
	}

	boolean isTiny() {
		return this.tiny;
	}

	/**
	 * The words of the command line.
	 * @param first the arguments before all others, such as a command
	 * @return the words
	 */
	List<String> words(String... first) {
		List<String> words = new ArrayList<>();
		words.add(this.jdk.java().toString());
		Path started = this.jar;
		if (started == null) {
			FastJar fast = this.tiny ? FastJar.tiny(this.jdk) : FastJar.of(this.jdk);
			words.addAll(fast.options());
			started = fast.jar();
		}
		words.addAll(this.options);
		words.addAll((this.mainClass != null) ? List.of("-cp", started.toString(), this.mainClass)
				: List.of("-jar", started.toString()));
		words.addAll(List.of(first));
		words.addAll(this.arguments);
		return words;
	}

}
