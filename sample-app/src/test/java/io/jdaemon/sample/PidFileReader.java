package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Function;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads a PID file over and over, and tries its lock, as a monitor and a second start
 * would do.
 */
final class PidFileReader implements AutoCloseable {

	private static final int O_RDONLY = 0;

	private static final int LOCK_SH_NB = 1 | 4;

	private static final Function OPEN = Function.getFunction("c", "open");

	private static final Function FLOCK = Function.getFunction("c", "flock");

	private static final Function CLOSE = Function.getFunction("c", "close");

	// Often enough, without taking the processor from the daemon.
	private static final long INTERVAL_NANOS = 4_000_000;

	private final Thread thread = new Thread(this::run, "pid-file-reader");

	private final Path file;

	private volatile boolean closed;

	private volatile boolean ending;

	private volatile boolean mayChange;

	private volatile String content = "";

	private volatile String wrong = "";

	PidFileReader(Path file) {
		this.file = file;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void run() {
		while (!this.closed && this.wrong.isEmpty()) {
			look();
			LockSupport.parkNanos(INTERVAL_NANOS);
		}
	}

	private void look() {
		try {
			String found = Files.readString(this.file);
			if ((this.content.isEmpty() || this.mayChange) && found.matches("\\d+\n")) {
				this.content = found;
			}
			if (!found.equals(this.content)) {
				this.wrong = "\"" + found + "\" after \"" + this.content + "\"";
			}
			else if (!this.ending && !locked() && !this.ending) {
				this.wrong = "free";
			}
		}
		catch (NoSuchFileException ex) {
			if (!this.content.isEmpty() && !this.ending) {
				this.wrong = "missing";
			}
		}
		catch (IOException ex) {
			this.wrong = ex.toString();
		}
	}

	private boolean locked() {
		int descriptor = OPEN.invokeInt(new Object[] { this.file.toString(), O_RDONLY });
		if (descriptor < 0) {
			return false;
		}
		try {
			return FLOCK.invokeInt(new Object[] { descriptor, LOCK_SH_NB }) != 0;
		}
		finally {
			CLOSE.invokeInt(new Object[] { descriptor });
		}
	}

	/** The file may name one process after the other. */
	PidFileReader mayChange() {
		this.mayChange = true;
		return this;
	}

	/** From here on the file may go, but must not change. */
	void mayEnd() {
		this.ending = true;
	}

	/**
	 * Stop reading.
	 * @param daemon the process that the file should have named at every moment
	 */
	void assertAlwaysNamed(ProcFs daemon) throws InterruptedException {
		close();
		this.thread.join();
		assertThat(this.wrong).isEmpty();
		assertThat(this.content).isEqualTo(daemon.pid() + "\n");
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
