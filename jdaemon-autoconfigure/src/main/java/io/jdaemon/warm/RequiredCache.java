package io.jdaemon.warm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.jdaemon.posix.PathName;
import io.jdaemon.process.ProcessImage;

/**
 * A cache of the operator's own without which the JVM does not start: execve(2) would
 * succeed with one that has become stale, and the JVM then end.
 *
 * @param option the option that requires it
 * @param trial the arguments of java(1) that show whether the JVM accepts it
 */
public record RequiredCache(String option, List<byte[]> trial) {

	private static final Pattern REQUIRES = Pattern.compile("-XX:AOTMode=on|-Xshare:on");

	// What a cache is bound to, and nothing that opens a port or a file
	private static final Pattern DECIDES = Pattern.compile(
			REQUIRES.pattern() + "|-XX:(AOTCache=|SharedArchiveFile=|[+-]Use|MaxHeapSize=|MaxRAM|ObjectAlignment).*"
					+ "|-Xmx.*|--enable-native-access=.*|--add-(modules|exports|opens)=.*");

	/**
	 * Find the option.
	 * @param typed what the operator typed
	 * @param classPath the class path
	 * @return the cache, if the command line requires one
	 */
	public static Optional<RequiredCache> of(ProcessImage typed, String classPath) {
		int end = typed.jarAt().orElse(typed.arguments().size());
		List<byte[]> options = typed.arguments().subList(1, Math.max(1, end - 1));
		return options.stream()
			.map(WarmImage::text)
			.filter(REQUIRES.asMatchPredicate())
			.findFirst()
			.map((option) -> new RequiredCache(option, trial(options, classPath)));
	}

	private static List<byte[]> trial(List<byte[]> options, String classPath) {
		List<byte[]> trial = new ArrayList<>(
				options.stream().filter((option) -> DECIDES.matcher(WarmImage.text(option)).matches()).toList());
		for (String argument : List.of("-cp", classPath, "-version")) {
			trial.add(PathName.encode(argument));
		}
		return List.copyOf(trial);
	}

}
