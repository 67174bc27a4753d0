package io.jdaemon.process;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A descriptor that the service manager has passed to the process, see sd_listen_fds(3).
 * It keeps its number for as long as the process lives.
 *
 * @param descriptor the descriptor
 * @param name the name that the service manager gave to it, see sd_listen_fds(3)
 * @param announced whether the variable LISTEN_FDS of this process counts it
 */
public record ListenDescriptor(int descriptor, String name, boolean announced) {

	static String format(List<ListenDescriptor> descriptors) {
		return descriptors.stream()
			.map((passed) -> passed.descriptor + "@" + passed.name.replace(',', '_'))
			.collect(Collectors.joining(","));
	}

	static List<ListenDescriptor> parse(String text) {
		return Arrays.stream(text.split(","))
			.map((passed) -> passed.split("@", 2))
			.map((fields) -> new ListenDescriptor(Integer.parseInt(fields[0]), fields[fields.length - 1], false))
			.toList();
	}

}
