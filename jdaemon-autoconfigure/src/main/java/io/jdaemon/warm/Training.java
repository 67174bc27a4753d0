package io.jdaemon.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ProcessImage;

/**
 * Makes the cache of a version: the jar is extracted, and the application is started once
 * from the extracted jar, up to the end of which the JVM keeps what it has loaded. Only
 * one process at a time trains in a directory.
 */
public final class Training implements AutoCloseable {

	/**
	 * How long the JVM may take to put the cache together, once the context was complete.
	 */
	public static final Duration ASSEMBLY = Duration.ofMinutes(5);

	private static final int PRIVATE = 0600;

	private final Posix posix;

	private final WarmVersion version;

	private final TypedCommand typed;

	private final int lock;

	private final Extraction extraction;

	private Training(Posix posix, WarmVersion version, TypedCommand typed, int lock) {
		this.posix = posix;
		this.version = version;
		this.typed = typed;
		this.lock = lock;
		this.extraction = new Extraction(posix);
	}

	/**
	 * Begin: create the directory and lock it.
	 * @param version the version to make
	 * @param typed what the operator typed
	 * @return the training
	 * @throws ColdStartException if there can be no cache
	 */
	static Training begin(Posix posix, WarmVersion version, TypedCommand typed) throws ColdStartException {
		typed.requireExecutableJar();
		String lock = version.parent().path() + "/.lock";
		try {
			int descriptor = posix.open(lock, PRIVATE, OpenFlag.RDWR, OpenFlag.CREAT, OpenFlag.NOFOLLOW);
			if (!posix.flock(descriptor, true)) {
				posix.close(descriptor);
				throw new ColdStartException("Another process makes a cache in " + version.parent().path() + ".");
			}
			return new Training(posix, version, typed, descriptor);
		}
		catch (IOException ex) {
			throw failed("The directory " + version.parent().path() + " cannot be used", ex);
		}
	}

	/**
	 * Extract the jar, unless that has been done.
	 * @return the image that trains: the extracted jar, without inherited state
	 * @throws ColdStartException if it cannot be extracted
	 */
	public ProcessImage prepare() throws ColdStartException {
		try {
			if (!this.version.complete()) {
				extract();
			}
		}
		catch (IOException ex) {
			throw failed("The jar " + this.typed.jar() + " cannot be extracted to " + this.version.parent().path(), ex);
		}
		return WarmImage.of(this.typed.image(), this.typed.jarAt(), PathName.encode(this.version.jarPath()),
				this.version.trainingOptions());
	}

	private void extract() throws IOException {
		Path incomplete = this.version.parent()
			.file()
			.resolve(WarmVersion.INCOMPLETE + this.version.directory().getFileName());
		StaleVersions.removeAll(incomplete);
		try {
			this.extraction.run(this.typed.image(), this.typed.jar(), PathName.of(incomplete));
			StaleVersions.removeAll(this.version.directory());
			Files.move(incomplete, this.version.directory(), StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			StaleVersions.removeAll(incomplete);
		}
	}

	/**
	 * The training run has succeeded: the version is complete.
	 * @throws ColdStartException if the Java runtime has made no cache
	 */
	public void complete() throws ColdStartException {
		try {
			this.version.takeCache();
			new StaleVersions(this.posix, this.version.parent().file()).remove(2, this.version.directory());
		}
		catch (IOException ex) {
			throw failed("There is no cache of " + this.typed.jar(), ex);
		}
	}

	/**
	 * End the extraction at once, if it is under way or follows. This does not block.
	 */
	public void cancel() {
		this.extraction.cancel();
	}

	/**
	 * The directory of the version.
	 * @return its absolute path
	 */
	public String directory() {
		return PathName.of(this.version.directory());
	}

	/**
	 * Remove what is not complete, and let others train.
	 */
	@Override
	public void close() {
		try {
			this.version.removeIncomplete();
		}
		catch (IOException ex) {
			// The next training removes it.
		}
		this.posix.close(this.lock);
	}

	private static ColdStartException failed(String what, IOException cause) {
		return new ColdStartException(what + ": " + Reason.of(cause) + ".");
	}

}
