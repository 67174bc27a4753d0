package io.jdaemon.process;

import java.util.concurrent.atomic.AtomicReference;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Loads {@link Posix} when it is needed. Loading takes time and, on some JVMs, prints a
 * warning; so what Java itself can do is done without it.
 */
@FunctionalInterface
public interface PosixLoader {

	/**
	 * A loader that loads once and then returns the same object. It is for one thread.
	 * @param loader what loads the first time
	 * @return the loader
	 */
	static PosixLoader once(PosixLoader loader) {
		AtomicReference<@Nullable Posix> loaded = new AtomicReference<>();
		return () -> {
			Posix posix = loaded.get();
			if (posix == null) {
				posix = loader.get();
				loaded.set(posix);
			}
			return posix;
		};
	}

	/**
	 * Load the C library.
	 * @return its calls
	 * @throws PosixUnavailableException if the native library cannot be loaded
	 */
	Posix get() throws PosixUnavailableException;

}
