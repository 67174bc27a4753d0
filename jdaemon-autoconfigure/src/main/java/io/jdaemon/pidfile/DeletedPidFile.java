package io.jdaemon.pidfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.jdaemon.posix.PathName;
import io.jdaemon.process.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Finds the instance whose PID file was deleted while it runs. Its lock cannot be found
 * by name any more, but the kernel shows the name that the file had: see
 * {@code /proc/PID/fd} in proc(5). An instance of another user, or in another PID
 * namespace, is not found.
 */
final class DeletedPidFile {

	// A process that is ending may just have removed its file.
	private static final int ATTEMPTS = 20;

	private static final int PAUSE_MILLIS = 50;

	private DeletedPidFile() {
	}

	/**
	 * Require that no other process holds the lock of a deleted file of this name.
	 * @param path the PID file
	 * @throws PidFileHeldException if one does
	 */
	static void requireNone(String path) throws PidFileHeldException {
		OptionalInt holder = holder(path);
		for (int attempt = 1; holder.isPresent() && attempt < ATTEMPTS; attempt++) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
			holder = holder(path);
		}
		if (holder.isPresent()) {
			throw new PidFileHeldException(path, holder);
		}
	}

	private static OptionalInt holder(String path) {
		try {
			Path directory = real(PathName.path(path).getParent());
			List<Path> deleted = Stream.of(path, PidFile.hidden(path))
				.map((name) -> directory.resolve(PathName.path(name + " (deleted)").getFileName()))
				.toList();
			return ProcessIdentity.others()
				.stream()
				.mapToInt(Long::intValue)
				.filter((pid) -> holds(Path.of("/proc/" + pid), deleted))
				.findFirst();
		}
		catch (IOException ex) {
			return OptionalInt.empty();
		}
	}

	private static Path real(@Nullable Path directory) throws IOException {
		return ((directory != null) ? directory : Path.of("/")).toRealPath();
	}

	private static boolean holds(Path process, List<Path> deleted) {
		try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
			return descriptors.anyMatch((descriptor) -> names(descriptor, deleted)
					&& InstanceProbe.locked(process.resolve("fdinfo").resolve(descriptor.getFileName())));
		}
		catch (IOException | UncheckedIOException ex) {
			// another user's, or it has ended
			return false;
		}
	}

	private static boolean names(Path descriptor, List<Path> deleted) {
		try {
			return deleted.contains(Files.readSymbolicLink(descriptor));
		}
		catch (IOException ex) {
			// closed meanwhile
			return false;
		}
	}

}
