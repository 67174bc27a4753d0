package io.jdaemon.pidfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.jdaemon.posix.PathName;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.OwnerView;
import io.jdaemon.process.PosixLoader;
import io.jdaemon.process.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Finds the process that a PID file belongs to. What the file says proves nothing: the
 * process must have this very file open and locked, see the lines "lock:" of
 * {@code /proc/PID/fdinfo} in proc(5). If that is readable, Java suffices, and nothing is
 * locked, not even for a moment.
 */
public final class InstanceProbe {

	private static final String REGULAR = "isRegularFile";

	private static final int ATTEMPTS = 100;

	private final PosixLoader posix;

	private final String path;

	private final Path published;

	private final Path hidden;

	/**
	 * Prepare to probe.
	 * @param path the PID file
	 */
	public InstanceProbe(PosixLoader posix, String path) {
		this.posix = posix;
		this.path = path;
		this.published = PathName.path(path);
		this.hidden = PathName.path(PidFile.hidden(path));
	}

	/**
	 * Find out what state the instance is in.
	 * @return its state now
	 * @throws IOException if the files cannot be read
	 */
	public InstanceState probe() throws IOException, PosixUnavailableException {
		OptionalLong named = OptionalLong.empty();
		boolean found = false;
		// The file may be renamed at any moment: see PidFile. The published one is first,
		// because a successor has its PID under the hidden name, whether or not it can
		// publish.
		for (Path name : List.of(this.published, this.hidden, this.published)) {
			PidRecord record = read(name);
			if (record == null) {
				continue;
			}
			found = true;
			if (record.pid.isPresent()) {
				Optional<ProcessIdentity> process = ProcessIdentity.of(record.pid.getAsLong());
				if (process.isPresent()
						&& OwnerView.see(this.posix, process.get(), () -> holds(process.get(), record.file))) {
					return new InstanceState.Running(process.get());
				}
				named = record.pid;
			}
		}
		return found ? unproven(named) : new InstanceState.NotRunning();
	}

	private InstanceState unproven(OptionalLong named) throws IOException, PosixUnavailableException {
		if (!new PidFileLock(this.posix.get(), this.path).held()) {
			return Files.exists(this.published, LinkOption.NOFOLLOW_LINKS) ? new InstanceState.StalePidFile(named)
					: new InstanceState.NotRunning();
		}
		if (named.isPresent() && concealed(named.getAsLong())) {
			return new InstanceState.OtherUser(named.getAsLong(), owner(named.getAsLong()));
		}
		return new InstanceState.Starting();
	}

	// The files of a process that has ended are concealed, too, and so are those of one
	// that is ending. Where /proc is mounted with hidepid, only kill(2) shows whether
	// there is a process of another user.
	private boolean concealed(long pid) throws PosixUnavailableException {
		Path process = Path.of("/proc/" + pid);
		if (Files.isReadable(process.resolve("fd"))) {
			return false;
		}
		if (Files.isReadable(process.resolve("stat"))) {
			return ProcessIdentity.of(pid).filter((identity) -> !identity.exiting()).isPresent();
		}
		try {
			this.posix.get().kill((int) pid, 0);
			return true;
		}
		catch (PosixException ex) {
			return ex.errno() == PosixException.EPERM;
		}
	}

	private static Optional<String> owner(long pid) {
		try {
			return Optional.of(Files.getOwner(Path.of("/proc/" + pid)).getName());
		}
		catch (IOException ex) {
			// it has ended, or /proc is mounted with hidepid
			return Optional.empty();
		}
	}

	private static @Nullable PidRecord read(Path file) throws IOException {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				Map<String, Object> before = identity(file, LinkOption.NOFOLLOW_LINKS);
				// Files.isRegularFile reports an error as false.
				if (before.get(REGULAR) != Boolean.TRUE) {
					return new PidRecord(before, OptionalLong.empty());
				}
				OptionalLong pid = pid(file);
				if (before.equals(identity(file, LinkOption.NOFOLLOW_LINKS))) {
					return new PidRecord(before, pid);
				}
			}
			catch (NoSuchFileException ex) {
				return null;
			}
		}
		throw new IOException(file + " was replaced again and again");
	}

	private static OptionalLong pid(Path file) throws IOException {
		try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return PidFileLock.pid(content.readNBytes(PidFileLock.LONGEST_PID));
		}
	}

	private static Map<String, Object> identity(Path file, LinkOption... options) throws IOException {
		return Files.readAttributes(file, "unix:dev,ino," + REGULAR, options);
	}

	// A first thread that has ended has no files, but others may have: for good, or until
	// the one that runs execve(2) becomes the first. A list of threads that is read while
	// one of them ends may be cut short.
	private boolean holds(ProcessIdentity process, Map<String, Object> file) {
		Path directory = Path.of("/proc/" + process.pid());
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			if (holds(directory, file)) {
				return true;
			}
			if (!process.exiting()) {
				break;
			}
			if (anyThreadHolds(directory, file)) {
				return true;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		// It may have been a moment ago.
		return holds(directory, file);
	}

	private boolean anyThreadHolds(Path process, Map<String, Object> file) {
		try (Stream<Path> threads = Files.list(process.resolve("task"))) {
			return threads.anyMatch((thread) -> holds(thread, file));
		}
		catch (IOException | UncheckedIOException ex) {
			// it has ended
			return false;
		}
	}

	private boolean holds(Path thread, Map<String, Object> file) {
		try (Stream<Path> descriptors = Files.list(thread.resolve("fd"))) {
			return descriptors.anyMatch((descriptor) -> isOpenAs(descriptor, file)
					&& locked(thread.resolve("fdinfo").resolve(descriptor.getFileName())));
		}
		catch (IOException | UncheckedIOException ex) {
			// another user's, or it has ended
			return false;
		}
	}

	// The name first: to look at a file on a network that is down may take forever.
	private boolean isOpenAs(Path descriptor, Map<String, Object> file) {
		try {
			Path opened = Files.readSymbolicLink(descriptor);
			return (opened.endsWith(this.published.getFileName()) || opened.endsWith(this.hidden.getFileName()))
					&& identity(descriptor).equals(file);
		}
		catch (IOException ex) {
			// closed meanwhile
			return false;
		}
	}

	static boolean locked(Path descriptorInfo) {
		try (Stream<String> lines = Files.lines(descriptorInfo)) {
			return lines
				.anyMatch((line) -> line.startsWith("lock:") && line.contains(" FLOCK ") && line.contains(" WRITE "));
		}
		catch (IOException | UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * What was read from a file.
	 *
	 * @param file device, inode and whether it is a regular file
	 * @param pid what it says, if that is a number
	 */
	private record PidRecord(Map<String, Object> file, OptionalLong pid) {

	}

}
