package io.jdaemon.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.WarmSettings;

/**
 * The version that this image runs from, if its start was warm.
 */
public final class RunningVersion {

	private final Posix posix;

	private final WarmStart warm;

	private final ProcessImage typed;

	private final Optional<InheritedState.TypedJar> exchanged;

	private final String classPath;

	private final AtomicBoolean settled = new AtomicBoolean();

	/**
	 * Create the version of this process.
	 * @param settings the settings of the warm start
	 * @param typed what the operator typed
	 * @param inherited what was passed on to this image
	 */
	public RunningVersion(Posix posix, WarmSettings settings, ProcessImage typed, Optional<InheritedState> inherited) {
		this.posix = posix;
		this.warm = new WarmStart(settings, posix.geteuid());
		this.typed = typed;
		this.exchanged = inherited.flatMap(InheritedState::typed);
		this.classPath = System.getProperty("java.class.path", "");
	}

	/**
	 * What the operator typed.
	 * @return the image that a restart starts again
	 */
	public ProcessImage typed() {
		return this.typed;
	}

	/**
	 * The warm start of the next image.
	 * @return the warm start
	 */
	public WarmStart warmStart() {
		return this.warm;
	}

	/**
	 * The class path that the operator typed.
	 * @return the jar as it was typed, or the class path of this JVM
	 */
	public String classPath() {
		return this.exchanged.map((jar) -> PathName.decode(jar.jar().getBytes(StandardCharsets.ISO_8859_1)))
			.orElse(this.classPath);
	}

	/**
	 * An application is ready, the first one of this process: report why its start was
	 * cold, or keep this version and the one that was used before, and remove all others.
	 * This may take a while.
	 * @param info receives what does not fit
	 * @param warn receives what should not happen
	 */
	public void settle(Consumer<String> info, Consumer<String> warn) {
		if (this.settled.getAndSet(true)) {
			return;
		}
		if (this.exchanged.isEmpty()) {
			this.warm.coldReason(this.typed).ifPresent((reason) -> info.accept("Cold start: " + reason));
			return;
		}
		String directory = this.classPath.substring(0, this.classPath.lastIndexOf('/'));
		String all = directory.substring(0, directory.lastIndexOf('/'));
		try {
			if (!mapped(directory)) {
				warn.accept("Cold start: the Java runtime does not accept the cache in " + directory
						+ ". Make it again with the command train.");
			}
			Path list = PathName.path(directory).resolve(WarmVersion.LIST);
			Files.setLastModifiedTime(list, FileTime.from(Instant.now()));
			// Held until this image ends
			this.posix.flock(this.posix.open(PathName.of(list), 0, OpenFlag.RDONLY), false);
			new StaleVersions(this.posix, PathName.path(all)).remove(1, PathName.path(directory));
		}
		catch (IOException ex) {
			warn.accept("The caches in " + all + " cannot be tidied: " + Reason.of(ex));
		}
	}

	private static boolean mapped(String directory) throws IOException {
		return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)
			.contains(WarmImage.text(PathName.encode(directory + "/" + CacheKind.PREFIX)));
	}

}
