package io.jdaemon.process;

import java.util.concurrent.atomic.AtomicReference;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Loads the system calls when they are needed: what Java can do is done without them,
 * because they cost time and, on some JVMs, a warning.
 */
@FunctionalInterface
public interface PosixLoader {

	/**
	 * A source that loads them only once.
	 * @param source what loads them
	 * @return a source for one thread
	 */
	static PosixLoader once(PosixLoader source) {
		AtomicReference<@Nullable Posix> loaded = new AtomicReference<>();
		return () -> {
			Posix posix = loaded.get();
			if (posix == null) {
				posix = source.get();
				loaded.set(posix);
			}
			return posix;
		};
	}

	/**
	 * Load them.
	 * @return the system calls
	 * @throws PosixUnavailableException if the native library cannot be loaded
	 */
	Posix get() throws PosixUnavailableException;

}
