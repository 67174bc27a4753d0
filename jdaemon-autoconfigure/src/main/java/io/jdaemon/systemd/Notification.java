package io.jdaemon.systemd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jdaemon.output.PrintableText;

/**
 * One message to systemd: assignments, each on a line of its own, and descriptors that go
 * with them. See sd_notify(3).
 *
 * @param assignments each {@code NAME=value}, without a line break
 * @param descriptors the descriptors that systemd gets copies of
 */
public record Notification(List<String> assignments, List<Integer> descriptors) {

	// systemd ignores a message of more than 4096 bytes; a character has at most three.
	private static final int LONGEST_STATUS = 1000;

	/**
	 * The service is ready: its start is over, or its reload.
	 * @return the message
	 */
	public static Notification ready() {
		return of("READY=1");
	}

	/**
	 * The service begins to reload. Its end is reported with {@link #ready()}.
	 * @param monotonicMicros the moment on CLOCK_MONOTONIC in microseconds, by which
	 * systemd knows whether this reload is the one that it has requested
	 * @return the message
	 */
	public static Notification reloading(long monotonicMicros) {
		return of("RELOADING=1", "MONOTONIC_USEC=" + monotonicMicros);
	}

	/**
	 * The service is stopping, which cannot be taken back.
	 * @return the message
	 */
	public static Notification stopping() {
		return of("STOPPING=1");
	}

	/**
	 * The words that {@code systemctl status} shows.
	 * @param words a clause, which becomes one line
	 * @return the message
	 */
	public static Notification status(String words) {
		String line = PrintableText.of(words);
		return of("STATUS=" + ((line.length() > LONGEST_STATUS) ? line.substring(0, LONGEST_STATUS) + "…" : line));
	}

	/**
	 * Another process is the main process of the service from now on.
	 * @param pid its process ID
	 * @return the message
	 */
	public static Notification mainPid(long pid) {
		return of("MAINPID=" + pid);
	}

	/**
	 * The start, reload or stop may take this long from now.
	 * @param timeout how long
	 * @return the message
	 */
	public static Notification extendTimeout(Duration timeout) {
		return of("EXTEND_TIMEOUT_USEC=" + micros(timeout));
	}

	/**
	 * The service is alive.
	 * @return the message
	 */
	public static Notification watchdog() {
		return of("WATCHDOG=1");
	}

	/**
	 * Change how often the service has to report that it is alive.
	 * @param interval the longest time between two reports
	 * @return the message
	 */
	public static Notification watchdogInterval(Duration interval) {
		return of("WATCHDOG_USEC=" + micros(interval));
	}

	/**
	 * Keep copies of descriptors for the next start of the service.
	 * @param name the name of all of them, in ASCII and without a colon
	 * @param descriptors the descriptors
	 * @return the message
	 */
	public static Notification store(String name, List<Integer> descriptors) {
		return new Notification(List.of("FDSTORE=1", "FDNAME=" + name), List.copyOf(descriptors));
	}

	/**
	 * Close the copies that have a name.
	 * @param name the name
	 * @return the message
	 */
	public static Notification unstore(String name) {
		return of("FDSTOREREMOVE=1", "FDNAME=" + name);
	}

	private static Notification of(String... assignments) {
		return new Notification(List.of(assignments), List.of());
	}

	private static long micros(Duration duration) {
		return TimeUnit.MICROSECONDS.convert(duration);
	}

	/**
	 * Put another message into the same datagram.
	 * @param other the other message
	 * @return both messages
	 */
	public Notification and(Notification other) {
		return new Notification(Stream.concat(this.assignments.stream(), other.assignments.stream()).toList(),
				Stream.concat(this.descriptors.stream(), other.descriptors.stream()).toList());
	}

	byte[] bytes() {
		return String.join("\n", this.assignments).getBytes(StandardCharsets.UTF_8);
	}

}
