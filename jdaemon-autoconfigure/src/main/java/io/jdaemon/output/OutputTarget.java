package io.jdaemon.output;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where a process writes its output, in words.
 */
public final class OutputTarget {

	/** The variable in which systemd names its socket to the journal: systemd.exec(5). */
	public static final String JOURNAL_STREAM = "JOURNAL_STREAM";

	private OutputTarget() {
	}

	/**
	 * Describe a target.
	 * @param link the link in /proc/PID/fd, see proc(5)
	 * @param journal the device and the inode of the socket to the journal, such as
	 * {@code 9:4711}; {@code null} if there is none
	 * @return the words, empty if the output is discarded
	 */
	static Optional<String> describe(String link, @Nullable String journal) {
		if (link.equals(StandardStreams.DEV_NULL)) {
			return Optional.empty();
		}
		return Optional.of(isJournal(link, journal) ? "the journal" : link);
	}

	/**
	 * Whether output goes to the journal of systemd.
	 * @param link the link in /proc/PID/fd, see proc(5)
	 * @param journal the device and the inode of the socket to the journal, such as
	 * {@code 9:4711}; {@code null} if there is none
	 * @return whether the link leads to that socket
	 */
	public static boolean isJournal(String link, @Nullable String journal) {
		return journal != null && link.equals("socket:[" + journal.replaceFirst(".*:", "") + "]");
	}

}
