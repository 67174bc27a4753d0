package io.jdaemon.warm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Jars with no more than what a test looks at.
 */
public final class TestJar {

	/** Of a jar that Spring Boot starts. */
	public static final String EXECUTABLE = "Main-Class: org.springframework.boot.loader.launch.JarLauncher";

	/** What extracts such a jar. */
	public static final String TOOLS = "BOOT-INF/lib/spring-boot-jarmode-tools-4.1.1.jar";

	private TestJar() {
	}

	/**
	 * Write a jar.
	 * @param file the jar
	 * @param attribute an attribute of its manifest
	 * @param entries the names of its entries, each of which contains its name
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, String attribute, String... entries) throws IOException {
		try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out)) {
			write(jar, JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\n" + attribute + "\n");
			for (String entry : entries) {
				write(jar, entry, entry);
			}
		}
	}

	private static void write(JarOutputStream jar, String name, String content) throws IOException {
		JarEntry entry = new JarEntry(name);
		entry.setTime(0);
		jar.putNextEntry(entry);
		jar.write(content.getBytes(StandardCharsets.UTF_8));
	}

}
