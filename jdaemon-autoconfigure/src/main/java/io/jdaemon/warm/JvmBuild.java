package io.jdaemon.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The Java runtime that the next image runs on: the files on the disk, which an update
 * may have replaced since this JVM was started.
 *
 * @param feature the feature version, such as 25
 * @param identity what changes with every build
 */
record JvmBuild(int feature, String identity) {

	/**
	 * Read the build.
	 * @param home its directory
	 * @param feature its feature version
	 * @return the build
	 * @throws IOException if it cannot be read
	 */
	static JvmBuild read(Path home, int feature) throws IOException {
		Path release = home.resolve("release");
		String text = Files.exists(release) ? Files.readString(release, StandardCharsets.ISO_8859_1) : "";
		return new JvmBuild(feature,
				System.getProperty("os.arch") + " " + home + " " + file(home.resolve("lib/modules")) + " "
						+ file(home.resolve("lib/server/libjvm.so")) + " "
						+ JarVersion.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
	}

	private static String file(Path file) throws IOException {
		return Files.size(file) + "@" + Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
	}

	CacheKind cache() {
		return CacheKind.of(this.feature);
	}

}
