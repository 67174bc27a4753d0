package io.jdaemon.status;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The status file of another process, which stays readable when the process has ended.
 */
public final class OpenStatusFile implements AutoCloseable {

	private final FileChannel file;

	OpenStatusFile(FileChannel file) {
		this.file = file;
	}

	/**
	 * Read what the process has published last.
	 * @return its status, if it can be read
	 */
	public Optional<Status> last() {
		return StatusFile.read(this::text).flatMap(StatusFormat::parse);
	}

	private String text() throws IOException {
		ByteBuffer content = ByteBuffer.allocate((int) this.file.size());
		int read = 0;
		while (content.hasRemaining() && read >= 0) {
			read = this.file.read(content, content.position());
		}
		return new String(content.array(), 0, content.position(), StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			// It was only read.
		}
	}

}
