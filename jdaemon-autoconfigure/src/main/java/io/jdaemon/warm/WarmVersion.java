package io.jdaemon.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.FieldLine;

/**
 * One version of the application: its extracted jar and the cache that belongs to it. It
 * is complete once there is a list of its files, which is written last. A file that
 * differs from the list makes the version useless: a JVM 17 with an archive that is cut
 * off ends with SIGBUS, and one without a library ends at the class that is missing.
 *
 * @param parent the directory of all versions
 * @param directory its own directory
 * @param jar the name of the extracted jar
 * @param kind the kind of the cache
 * @param key what the cache is bound to
 */
record WarmVersion(WarmDirectory parent, Path directory, String jar, CacheKind kind, String key) {

	static final String LIST = "complete";

	/** How the names of files and directories begin that are being made. */
	static final String INCOMPLETE = ".tmp-";

	private static final String FORMAT = "jdaemon warm start 1";

	private static final int NAME_LENGTH = 16;

	/**
	 * The version that fits a command line, which may not exist.
	 * @param parent the directory of all versions
	 * @param typed the command line
	 * @param jvm the Java runtime
	 * @return the version
	 * @throws ColdStartException if the jar cannot be read
	 */
	static WarmVersion of(WarmDirectory parent, TypedCommand typed, JvmBuild jvm) throws ColdStartException {
		String key = typed.key(jvm);
		String name = JarVersion.digest(key.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_LENGTH);
		String jar = typed.jar().substring(typed.jar().lastIndexOf('/') + 1);
		return new WarmVersion(parent, parent.file().resolve(name), jar, jvm.cache(), key);
	}

	String jarPath() {
		return PathName.of(this.directory) + "/" + this.jar;
	}

	String cachePath() {
		return PathName.of(this.directory) + "/" + this.kind.fileName();
	}

	/**
	 * The options that start the extracted jar once, to make the cache.
	 * @return options of java(1)
	 */
	List<byte[]> trainingOptions() {
		return this.kind.training(incompleteCache()).stream().map(PathName::encode).toList();
	}

	private String incompleteCache() {
		return PathName.of(this.directory) + "/" + INCOMPLETE + this.kind.fileName();
	}

	/**
	 * Whether the version is complete.
	 * @return whether it can be used
	 */
	boolean complete() {
		try {
			requireComplete();
			return true;
		}
		catch (ColdStartException ex) {
			return false;
		}
	}

	/**
	 * Remove what a training run has left.
	 * @throws IOException if it cannot be removed
	 */
	void removeIncomplete() throws IOException {
		if (!Files.exists(this.directory.resolve(LIST))) {
			StaleVersions.removeAll(this.directory);
			return;
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.toList()) {
				if (file.getFileName().toString().startsWith(INCOMPLETE)) {
					Files.delete(file);
				}
			}
		}
	}

	/**
	 * The options that start the extracted jar with the cache.
	 * @return options of java(1)
	 */
	List<byte[]> options() {
		return this.kind.use(cachePath()).stream().map(PathName::encode).toList();
	}

	/**
	 * Require that the version is complete.
	 * @throws ColdStartException if it is not
	 */
	void requireComplete() throws ColdStartException {
		Path list = this.directory.resolve(LIST);
		if (!Files.exists(list, LinkOption.NOFOLLOW_LINKS)) {
			throw new ColdStartException(
					"There is no cache for this version of the jar, this Java runtime and its options" + " in "
							+ this.parent.path() + ".");
		}
		try {
			if (!Files.readString(list).equals(list())) {
				throw useless("a file in it has changed");
			}
		}
		catch (IOException ex) {
			throw useless(Reason.of(ex));
		}
	}

	private ColdStartException useless(String problem) {
		return new ColdStartException("The cache in " + PathName.of(this.directory) + " is not used: " + problem + ".");
	}

	/**
	 * Take the cache that a training run has made, and write the list of the files, which
	 * completes the version.
	 * @throws IOException if there is no cache, or the list cannot be written
	 */
	void takeCache() throws IOException {
		Path cache = PathName.path(incompleteCache());
		if (!Files.exists(cache)) {
			throw new IOException("the Java runtime has made none");
		}
		Files.move(cache, PathName.path(cachePath()), StandardCopyOption.ATOMIC_MOVE);
		Path incomplete = this.directory.resolve(INCOMPLETE + LIST);
		Files.writeString(incomplete, list());
		Files.move(incomplete, this.directory.resolve(LIST), StandardCopyOption.ATOMIC_MOVE);
	}

	private String list() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			List<Path> listed = files.filter((file) -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
				.filter((file) -> !file.getFileName().toString().equals(LIST)
						&& !file.getFileName().toString().startsWith(INCOMPLETE))
				.sorted()
				.toList();
			StringBuilder text = new StringBuilder(FORMAT).append('\n').append(this.key).append('\n');
			for (Path file : listed) {
				text.append(line(file)).append('\n');
			}
			return text.toString();
		}
	}

	private String line(Path file) throws IOException {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("file", this.directory.relativize(file));
		fields.put("size", Files.size(file));
		fields.put("modified", Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS));
		return FieldLine.format(fields);
	}

}
