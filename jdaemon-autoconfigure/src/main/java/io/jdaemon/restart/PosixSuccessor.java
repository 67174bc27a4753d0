package io.jdaemon.restart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

import io.jdaemon.output.LastWords;
import io.jdaemon.output.OutputTail;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.PredecessorPipe;
import io.jdaemon.process.ReadyPipe;
import org.jspecify.annotations.Nullable;

/**
 * {@link Successor} that this process has started.
 */
final class PosixSuccessor implements Successor {

	// In bytes: see PIPE_BUF in pipe(7)
	private static final int LONGEST_MESSAGE = 4096;

	private final Posix posix;

	private final SuccessorProcess process;

	private final int readyPipe;

	private final int takeOverPipe;

	private @Nullable PidFileTransfer transfer;

	private final long ownPid;

	private final OutputTail output;

	// Written by the thread that waits for the successor
	private volatile boolean ready;

	/**
	 * Create a successor from a process that was just spawned.
	 * @param process the process
	 * @param readyPipe the read end of its {@link ReadyPipe}
	 * @param takeOverPipe the write end of the pipe that leaves the PID file to it
	 * @param transfer the PID file, if there is one
	 * @param ownPid the ID of this process
	 */
	PosixSuccessor(Posix posix, SuccessorProcess process, int readyPipe, int takeOverPipe,
			@Nullable PidFileTransfer transfer, long ownPid) {
		this.posix = posix;
		this.process = process;
		this.readyPipe = readyPipe;
		this.takeOverPipe = takeOverPipe;
		this.transfer = transfer;
		this.ownPid = ownPid;
		this.output = new OutputTail(process.pid());
		this.output.refresh();
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public boolean awaitReady() {
		String message = receive();
		this.ready = message.startsWith(ReadyPipe.READY);
		while (!this.ready && !message.isEmpty()) {
			// It has announced that it ends, and does so by itself.
			message = receive();
		}
		return this.ready;
	}

	@Override
	public Optional<String> takeOver() {
		try {
			this.posix.write(this.takeOverPipe, PredecessorPipe.Message.PID_FILE_LEFT.bytes());
		}
		catch (PosixException ex) {
			return Optional.of("cannot be reached: " + Reason.of(ex));
		}
		String response = receive();
		if (response.startsWith(ReadyPipe.PUBLISHED)) {
			return Optional.empty();
		}
		return Optional.of(response.startsWith(ReadyPipe.NOT_PUBLISHED)
				? "cannot publish the PID file, " + response.substring(ReadyPipe.NOT_PUBLISHED.length())
				: "did not take the PID file");
	}

	private String receive() {
		try {
			return new String(this.posix.read(this.readyPipe, LONGEST_MESSAGE), StandardCharsets.UTF_8).strip();
		}
		catch (PosixException ex) {
			return "";
		}
	}

	@Override
	public void awaitEnd() throws IOException {
		this.process.awaitEnd();
	}

	@Override
	public String end() {
		this.process.kill();
		OptionalInt status = this.process.reap();
		this.posix.close(this.readyPipe);
		this.posix.close(this.takeOverPipe);
		String pidFile = keepPidFile();
		String lastOutput = lastOutput();
		this.output.close();
		return (status.isPresent() ? "it exited with status " + status.getAsInt() : "it has ended") + lastOutput
				+ pidFile;
	}

	private synchronized String keepPidFile() {
		try {
			if (this.transfer != null) {
				this.transfer.keep(this.ownPid);
				this.transfer = null;
			}
			return "";
		}
		catch (IOException ex) {
			return "; the PID file still names it: " + Reason.of(ex);
		}
	}

	private String lastOutput() {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		this.output.replay(text);
		return LastWords.of(text.toString(Charset.defaultCharset()))
			.map((line) -> ", last output: " + line)
			.or(() -> this.output.elsewhere().map((target) -> "; its output went to " + target))
			.orElse("");
	}

	@Override
	public void dismiss() {
		// If it fails, it is tried again once the process has ended.
		keepPidFile();
		send(PredecessorPipe.Message.DISMISSED);
	}

	private void send(PredecessorPipe.Message message) {
		try {
			this.posix.write(this.takeOverPipe, message.bytes());
		}
		catch (PosixException ex) {
			// EPIPE: it has ended, or has nothing more to wait for.
		}
	}

	@Override
	public void detach() {
		send(PredecessorPipe.Message.TAKEN_OVER);
		this.posix.close(this.readyPipe);
		this.posix.close(this.takeOverPipe);
		this.output.close();
	}

	@Override
	public boolean stop() {
		if (this.ready) {
			this.process.terminate();
			return false;
		}
		this.process.kill();
		return true;
	}

}
