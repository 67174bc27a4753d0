package io.jdaemon.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a person needs to read of the output of a failed start, in one line: Spring Boot's
 * failure analysis, else the last "Caused by:", else the last exception, else the last
 * line. Structured logging is read, too. {@code last-words.awk} does the same for the
 * launcher, whose JVM is gone by then.
 */
public final class LastWords {

	private static final int LONGEST = 500;

	private static final String CAUSED_BY = "Caused by: ";

	private static final Pattern FRAME = Pattern.compile("(at |\\.\\.\\. \\d+ ).*");

	private static final Pattern EXCEPTION = Pattern.compile("(Exception in thread .* )?[\\w$]+(\\.[\\w$]+)+(: .*)?");

	private enum Part {

		NONE, TITLE, DESCRIPTION, ACTION

	}

	private final List<String> description = new ArrayList<>();

	private final List<String> action = new ArrayList<>();

	private Part part = Part.NONE;

	private @Nullable String cause;

	private @Nullable String exception;

	private @Nullable String previous;

	private boolean inFrames;

	private LastWords() {
	}

	/**
	 * Find the line.
	 * @param output what the process has written
	 * @return one line, or empty if it has written nothing
	 */
	public static Optional<String> of(String output) {
		return read(output).words().map(LastWords::cut);
	}

	/**
	 * Find Spring Boot's failure analysis only.
	 * @param output what the process has written
	 * @return the analysis in one line, or empty if there is none
	 */
	public static Optional<String> analysis(String output) {
		return read(output).analysis().map(LastWords::cut);
	}

	private static LastWords read(String output) {
		LastWords words = new LastWords();
		output.lines().flatMap((line) -> strings(line).lines()).map(String::strip).forEach(words::look);
		return words;
	}

	private static String cut(String line) {
		return line.substring(0, Math.min(line.length(), LONGEST));
	}

	// The strings of a line of structured logging become lines.
	private static String strings(String line) {
		if (!line.startsWith("{") || !line.endsWith("}")) {
			return line;
		}
		return line.replace("\\\\", "\1")
			.replace("\\\"", "\2")
			.replaceAll("\\\\[rt]", " ")
			.replaceAll("\\\\n|\"", "\n")
			.replace('\1', '\\')
			.replace('\2', '"');
	}

	private void look(String line) {
		if (line.isEmpty()) {
			this.part = (this.part == Part.ACTION && !this.action.isEmpty()) ? Part.NONE : this.part;
			return;
		}
		if (FRAME.matcher(line).matches()) {
			if (!this.inFrames && this.previous != null && EXCEPTION.matcher(this.previous).matches()) {
				this.exception = this.previous;
			}
			this.inFrames = true;
			return;
		}
		this.inFrames = false;
		this.previous = line;
		if (line.equals("APPLICATION FAILED TO START")) {
			this.part = Part.TITLE;
			this.description.clear();
			this.action.clear();
		}
		else if (this.part != Part.NONE && line.equals("Description:")) {
			this.part = Part.DESCRIPTION;
		}
		else if (this.part != Part.NONE && line.equals("Action:")) {
			this.part = Part.ACTION;
		}
		else if (this.part == Part.DESCRIPTION) {
			this.description.add(line);
		}
		else if (this.part == Part.ACTION) {
			this.action.add(line);
		}
		else if (line.startsWith(CAUSED_BY)) {
			this.cause = line;
		}
	}

	private Optional<String> analysis() {
		return this.description.isEmpty() ? Optional.empty() : Optional
			.of(Stream.concat(this.description.stream(), this.action.stream()).collect(Collectors.joining(" ")));
	}

	private Optional<String> words() {
		return analysis().or(() -> Optional.ofNullable(this.cause))
			.or(() -> Optional.ofNullable(this.exception))
			.or(() -> Optional.ofNullable(this.previous));
	}

}
