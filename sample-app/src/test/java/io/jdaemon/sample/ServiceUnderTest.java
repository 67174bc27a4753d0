package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as a service of systemd.
 *
 * @param systemd the manager
 * @param type the type of the service
 * @param jdk what the application runs on
 * @param sample the application
 */
record ServiceUnderTest(Systemd systemd, ServiceType type, Jdk jdk, SampleDaemon sample) {

	private static final String UNIT = "sample.service";

	/**
	 * Write the unit.
	 * @param settings lines for the section Service
	 */
	void load(String... settings) {
		List<String> lines = new ArrayList<>(this.type.settings(this.sample));
		lines.addAll(List.of(settings));
		this.systemd.service(UNIT, this.sample, lines.toArray(String[]::new));
	}

	/**
	 * Set what images that start from now on find.
	 * @param settings lines of properties
	 */
	void nextImage(String... settings) {
		try {
			Files.write(this.sample.directory().resolve("fault.properties"), List.of(settings));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Stop the service, write the unit, start the service, and wait until it is ready.
	 * @param settings lines for the section Service
	 */
	void startAnew(String... settings) {
		systemctl("stop");
		nextImage();
		load(settings);
		assertThat(awaitAfter("start", SampleDaemon.READY)).isZero();
	}

	/**
	 * Do something with the unit, and wait until the application has logged words once
	 * more.
	 * @param verb what to do
	 * @param words the words
	 * @return the exit status of systemctl
	 */
	int awaitAfter(String verb, String words) {
		int before = this.sample.log().count(words);
		int status = systemctl(verb);
		this.sample.log().await(words, before + 1);
		return status;
	}

	/**
	 * Do something with the unit.
	 * @param verb what to do
	 * @return the exit status
	 */
	int systemctl(String verb) {
		return this.systemd.systemctl((verb + " " + UNIT).split(" ")).status();
	}

	String show(String property) {
		return this.systemd.show(UNIT, property);
	}

	ServiceState state() {
		return ServiceState.of(this.systemd, UNIT);
	}

	/** Start the application from a layout of its own from now on. */
	void ownLayout() {
		try {
			Path shared = FastJar.tiny(this.jdk).jar();
			Path jar = Files.copy(shared, this.sample.directory().resolve("own.jar"));
			try (Stream<Path> libraries = Files.list(shared.resolveSibling("lib"))) {
				Path own = Files.createDirectory(jar.resolveSibling("lib"));
				for (Path library : libraries.toList()) {
					Files.createSymbolicLink(own.resolve(library.getFileName()), library);
				}
			}
			this.sample.jar(jar);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Start the application from the layout of all tests from now on. */
	void sharedLayout() {
		this.sample.jar(null);
	}

	/**
	 * A library of its own layout without which the application can do.
	 * @return the library
	 */
	Path unusedLibrary() {
		try (Stream<Path> libraries = Files.list(this.sample.directory().resolve("lib"))) {
			return libraries.filter((library) -> library.getFileName().toString().startsWith("snakeyaml"))
				.findFirst()
				.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
