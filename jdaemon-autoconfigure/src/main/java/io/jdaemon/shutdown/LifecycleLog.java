package io.jdaemon.shutdown;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.jdaemon.log.EntryLogger;
import io.jdaemon.log.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * The log of the lifecycle. Its lines are written in order on a thread of its own,
 * because to write may block for ever: standard output is a pipe that is full or a
 * terminal that is stopped, or an appender hangs.
 */
public final class LifecycleLog {

	// How long the end of the process waits for output that cannot be written
	private static final Duration MOMENT = Duration.ofSeconds(1);

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final EntryLogger logger = EntryLogger.create();

	private final BooleanSupplier writable;

	private final Worker lines;

	// Not the thread of the log, which an appender may block while there is still a
	// standard error.
	private final Worker printer;

	/**
	 * Create the log.
	 * @param atStart what its threads do first
	 * @param writable whether standard output and error take output at once
	 */
	public LifecycleLog(Runnable atStart, BooleanSupplier writable) {
		this.writable = writable;
		this.lines = new Worker("jdaemon-log", atStart);
		this.printer = new Worker("jdaemon-print", atStart);
	}

	public void debug(LogEntry entry) {
		write(Level.DEBUG, entry, null);
	}

	public void info(LogEntry entry) {
		write(Level.INFO, entry, null);
	}

	public void warn(LogEntry entry) {
		write(Level.WARNING, entry, null);
	}

	public void error(LogEntry entry) {
		write(Level.ERROR, entry, null);
	}

	public void error(LogEntry entry, Throwable cause) {
		write(Level.ERROR, entry, cause);
	}

	private void write(Level level, LogEntry entry, @Nullable Throwable cause) {
		this.lines.submit(() -> {
			awaitWritable();
			this.logger.log(level, entry, cause);
		});
	}

	private void awaitWritable() {
		while (!this.writable.getAsBoolean()) {
			DaemonThreads.sleep(PAUSE);
		}
	}

	/**
	 * Print a sentence for the operator to standard error, because logging may be closed
	 * by now. It follows the lines so far, unless those cannot be written.
	 * @param sentence what happened
	 */
	public void print(String sentence) {
		this.printer.submit(() -> {
			this.lines.await(MOMENT);
			awaitWritable();
			System.err.println(sentence);
		});
	}

	/**
	 * Print a sentence and the stack trace of its cause.
	 * @param sentence what happened
	 * @param cause why it happened
	 */
	public void print(String sentence, Throwable cause) {
		StringWriter text = new StringWriter();
		cause.printStackTrace(new PrintWriter(text));
		print(sentence + ": " + text.toString().stripTrailing());
	}

	/**
	 * Wait until everything so far is written, for a moment at most. Not for the
	 * lifecycle thread.
	 */
	public void flush() {
		this.lines.await(MOMENT);
		this.printer.await(MOMENT);
	}

}
