package io.jdaemon.warm;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM can keep of the classes that it has loaded.
 */
enum CacheKind {

	/** An ahead-of-time cache, see JEP 514. */
	AOT_CACHE("aot", "-XX:AOTCacheOutput=", "-XX:AOTCache=", "-Xlog:aot*=off", "-Xlog:cds*=off"),

	/** A dynamic archive of class data, see JEP 350. */
	CLASS_DATA("jsa", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=", "-Xlog:cds*=off");

	/** How the names of all caches begin. */
	static final String PREFIX = "cache.";

	private static final int FIRST_AOT_RELEASE = 25;

	private final String fileName;

	private final String trained;

	private final String used;

	private final List<String> quiet;

	CacheKind(String extension, String trained, String used, String... quiet) {
		this.fileName = PREFIX + extension;
		this.trained = trained;
		this.used = used;
		this.quiet = List.of(quiet);
	}

	/**
	 * The best kind that a release of Java offers in one step.
	 * @param feature the feature version, such as 25
	 * @return the kind
	 */
	static CacheKind of(int feature) {
		return (feature >= FIRST_AOT_RELEASE) ? AOT_CACHE : CLASS_DATA;
	}

	String fileName() {
		return this.fileName;
	}

	// A tag that a JVM does not know ends it, such as "aot" before Java 24. So a training
	// run has these options, too: they are only used where it has succeeded with them.
	// They come first, so that a typed -Xlog has the last word.
	List<String> training(String file) {
		return with(this.trained + file);
	}

	List<String> use(String file) {
		return with(this.used + file);
	}

	private List<String> with(String option) {
		return Stream.concat(this.quiet.stream(), Stream.of(option)).toList();
	}

}
