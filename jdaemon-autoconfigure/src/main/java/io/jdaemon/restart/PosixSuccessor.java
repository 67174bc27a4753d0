package io.jdaemon.restart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.jdaemon.output.LastWords;
import io.jdaemon.output.OutputTail;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.ChildProcess;
import io.jdaemon.process.ReadyPipe;
import org.jspecify.annotations.Nullable;

/**
 * {@link Successor} that is a child of this process.
 */
final class PosixSuccessor implements Successor {

	// In bytes: see PIPE_BUF in pipe(7)
	private static final int LONGEST_MESSAGE = 4096;

	private final Posix posix;

	private final ChildProcess process;

	private final int readyPipe;

	private final int takeOverPipe;

	private final @Nullable PidFileTransfer transfer;

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
	PosixSuccessor(Posix posix, ChildProcess process, int readyPipe, int takeOverPipe,
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
			this.posix.write(this.takeOverPipe, new byte[] { '\n' });
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
		this.posix.awaitExit(this.process.pid());
	}

	@Override
	public String end() {
		this.process.killGroup();
		String how = reap();
		this.posix.close(this.readyPipe);
		this.posix.close(this.takeOverPipe);
		String pidFile = keepPidFile();
		String lastOutput = lastOutput();
		this.output.close();
		return how + lastOutput + pidFile;
	}

	private String reap() {
		try {
			int status = this.process.reap().shellStatus();
			return "it exited with status " + status;
		}
		catch (PosixException ex) {
			return "it has ended";
		}
	}

	private String keepPidFile() {
		try {
			if (this.transfer != null) {
				this.transfer.keep(this.ownPid);
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
		return LastWords.of(text.toString(Charset.defaultCharset())).map((line) -> ", last output: " + line).orElse("");
	}

	@Override
	public void detach() {
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
		this.process.killGroup();
		return true;
	}

}
