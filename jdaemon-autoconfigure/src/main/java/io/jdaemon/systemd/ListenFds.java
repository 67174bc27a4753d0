package io.jdaemon.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.jdaemon.process.ListenDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that systemd passes to a process, see sd_listen_fds(3): the sockets of
 * its socket units first, then what is in its descriptor store.
 */
public final class ListenFds {

	// SD_LISTEN_FDS_START
	private static final int FIRST = 3;

	// The kernel's default for the limit of open files
	private static final int MOST = 1024;

	private static final String UNNAMED = "unknown";

	private ListenFds() {
	}

	/**
	 * Read the variables. They are valid for one process only, over all of its images.
	 * @param environment the environment of this process
	 * @param pid the ID of this process
	 * @param others what was passed on to this process without these variables
	 * @return all descriptors
	 */
	public static List<ListenDescriptor> read(Map<String, String> environment, long pid,
			List<ListenDescriptor> others) {
		List<ListenDescriptor> passed = new ArrayList<>(others);
		if (number(environment.get("LISTEN_PID")) == pid) {
			int count = (int) Math.min(MOST, number(environment.get("LISTEN_FDS")));
			List<String> names = names(environment.get("LISTEN_FDNAMES"), Math.max(0, count));
			IntStream.range(0, count)
				.mapToObj((index) -> new ListenDescriptor(FIRST + index, names.get(index), true))
				.forEach(passed::add);
		}
		return passed;
	}

	private static List<String> names(@Nullable String names, int count) {
		Stream<String> given = (names != null) ? Stream.of(names.split(":", -1)) : Stream.empty();
		return Stream.concat(given, Stream.generate(() -> UNNAMED)).limit(count).toList();
	}

	private static long number(@Nullable String text) {
		try {
			return (text != null) ? Long.parseLong(text) : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
