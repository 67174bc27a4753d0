package io.jdaemon.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a process writes to its standard output and error from now on, if these are
 * regular files that this process may read. The files stay open here, because a file in
 * memory ends with its process, and its last output is needed just then.
 */
public final class OutputTail implements AutoCloseable {

	private final Map<Map<String, Object>, SeekableByteChannel> files = new LinkedHashMap<>();

	private final long pid;

	private @Nullable String elsewhere;

	private boolean refreshed;

	/**
	 * Create the tail of a process. Call {@link #refresh()} to open its files.
	 * @param pid the process ID
	 */
	public OutputTail(long pid) {
		this.pid = pid;
	}

	/**
	 * Open the files that the process writes to now; another image may have other files.
	 * Each file is read from its current end. The exception is a file of discarded output
	 * in memory that was not there at the first call: it is read from its start.
	 */
	public void refresh() {
		for (String stream : List.of("1", "2")) {
			Path file = Path.of("/proc/" + this.pid + "/fd/" + stream);
			try {
				add(file);
			}
			catch (IOException ex) {
				// This user may not read the file, or the process has closed it.
				unreadable(file);
			}
		}
		this.refreshed = true;
	}

	private void unreadable(Path file) {
		try {
			this.elsewhere = OutputTarget
				.describe(Files.readSymbolicLink(file).toString(), System.getenv(OutputTarget.JOURNAL_STREAM))
				.orElse(this.elsewhere);
		}
		catch (IOException ex) {
			// The process has closed it, or has ended.
		}
	}

	private void add(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			unreadable(file);
			return;
		}
		Map<String, Object> identity = Files.readAttributes(file, "unix:dev,ino");
		if (!this.files.containsKey(identity)) {
			boolean whole = this.refreshed
					&& Files.readSymbolicLink(file).toString().startsWith("/memfd:" + StandardStreams.DISCARDED_OUTPUT);
			SeekableByteChannel channel = Files.newByteChannel(file);
			this.files.put(identity, channel.position(whole ? 0 : channel.size()));
		}
	}

	/**
	 * Where the process writes what cannot be read here.
	 * @return the target, such as "the journal"; empty if there is none
	 */
	public Optional<String> elsewhere() {
		return Optional.ofNullable(this.elsewhere);
	}

	/**
	 * Copy what the process has written since the files were opened or last copied.
	 * @param target where to write the copy
	 */
	public void replay(OutputStream target) {
		for (SeekableByteChannel file : this.files.values()) {
			try {
				Channels.newInputStream(file).transferTo(target);
			}
			catch (IOException ex) {
				// The result that the caller has to report is more important.
			}
		}
	}

	/**
	 * Close the files.
	 */
	@Override
	public void close() {
		for (SeekableByteChannel file : this.files.values()) {
			try {
				file.close();
			}
			catch (IOException ex) {
				// It was only read.
			}
		}
		this.files.clear();
	}

}
