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

/**
 * What a process writes to its standard output and error from now on, as far as these are
 * files that may be read. The files are kept open: those in memory end with the process,
 * and its last words are wanted then.
 */
public final class OutputTail {

	private final Map<Map<String, Object>, SeekableByteChannel> files = new LinkedHashMap<>();

	private final long pid;

	private boolean began;

	/**
	 * Watch a process.
	 * @param pid the process
	 */
	public OutputTail(long pid) {
		this.pid = pid;
	}

	/**
	 * Look where the process writes to now: another image may have other files. Of those
	 * that are there the first time, and of any that has a name, only what comes from now
	 * on counts.
	 */
	public void refresh() {
		for (String stream : List.of("1", "2")) {
			Path file = Path.of("/proc/" + this.pid + "/fd/" + stream);
			try {
				add(file);
			}
			catch (IOException ex) {
				// not this user's to read, or closed
			}
		}
		this.began = true;
	}

	private void add(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			return;
		}
		Map<String, Object> identity = Files.readAttributes(file, "unix:dev,ino");
		if (!this.files.containsKey(identity)) {
			boolean whole = this.began
					&& Files.readSymbolicLink(file).toString().startsWith("/memfd:" + StandardStreams.KEPT);
			SeekableByteChannel channel = Files.newByteChannel(file);
			this.files.put(identity, channel.position(whole ? 0 : channel.size()));
		}
	}

	/**
	 * Copy what has been written.
	 * @param target where to
	 */
	public void replay(OutputStream target) {
		for (SeekableByteChannel file : this.files.values()) {
			try {
				Channels.newInputStream(file).transferTo(target);
			}
			catch (IOException ex) {
				// what was found out about the process is still to be told
			}
		}
	}

}
