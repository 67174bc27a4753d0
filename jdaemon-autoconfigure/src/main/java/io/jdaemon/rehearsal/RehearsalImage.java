package io.jdaemon.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Turns the image of an application into that of its rehearsal. Strings are decoded as
 * ISO 8859-1, so that each character stands for one byte.
 */
final class RehearsalImage {

	private static final String JAR = "-jar";

	// Before all that is typed: also a version without jdaemon then ends in time.
	private static final String EXIT_ON_REFRESH = "-Dspring.context.exit=onRefresh";

	// A second JVM would find the port of the first one taken.
	private static final String LISTENING = "-(agentlib:jdwp|Xrunjdwp|Dcom\\.sun\\.management\\.)";

	private static final Pattern LISTENING_OPTION = Pattern.compile(LISTENING + ".*");

	private static final Pattern LISTENING_WORD = Pattern
		.compile("(?<=^|\\s)([\"']?)" + LISTENING + "\\S*\\1(?=\\s|$)");

	private static final Set<String> OPTION_VARIABLES = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS",
			"_JAVA_OPTIONS");

	// What belongs to the process that serves, and to systemd
	private static final Pattern LEFT_OUT = Pattern
		.compile(InheritedState.VARIABLE + "|" + RehearsalVariable.NAME + "|NOTIFY_SOCKET|WATCHDOG_.*|LISTEN_.*");

	private RehearsalImage() {
	}

	/**
	 * The image of the rehearsal.
	 * @param image the image of the application
	 * @param variable what the rehearsing process is told
	 * @return an image to start
	 */
	static ProcessImage of(ProcessImage image, RehearsalVariable variable) {
		return new ProcessImage(image.executable(), arguments(image.arguments()),
				environment(image.environment(), variable), image.workingDirectory());
	}

	private static List<byte[]> arguments(List<byte[]> typed) {
		List<byte[]> arguments = new ArrayList<>();
		boolean options = true;
		for (byte[] argument : typed) {
			String word = new String(argument, ISO_8859_1);
			options &= !word.equals(JAR);
			if (!options || !LISTENING_OPTION.matcher(word).matches()) {
				arguments.add(argument);
			}
		}
		arguments.add(1, EXIT_ON_REFRESH.getBytes(ISO_8859_1));
		return List.copyOf(arguments);
	}

	private static List<byte[]> environment(List<byte[]> inherited, RehearsalVariable variable) {
		List<byte[]> environment = new ArrayList<>();
		for (byte[] each : inherited) {
			String text = new String(each, ISO_8859_1);
			String name = text.substring(0, Math.max(0, text.indexOf('=')));
			if (OPTION_VARIABLES.contains(name)) {
				String options = text.substring(name.length() + 1);
				environment.add((name + "=" + LISTENING_WORD.matcher(options).replaceAll("")).getBytes(ISO_8859_1));
			}
			else if (!LEFT_OUT.matcher(name).matches()) {
				environment.add(each);
			}
		}
		environment.add(variable.toVariable().getBytes(ISO_8859_1));
		return List.copyOf(environment);
	}

}
