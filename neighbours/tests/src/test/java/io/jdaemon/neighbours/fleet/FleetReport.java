package io.jdaemon.neighbours.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A text for readers: what has happened in a fleet.
 */
final class FleetReport {

	// See section 9.1 of HAProxy's Management Guide
	private static final List<String> COLUMNS = List.of("svname", "stot", "hrsp_2xx", "hrsp_4xx", "hrsp_5xx", "econ",
			"eresp", "wretr", "wredis", "chkdown", "downtime", "status");

	private final Path file;

	/**
	 * Begin a report.
	 * @param name the name of the file in the directory target
	 */
	FleetReport(String name) {
		this.file = Path.of("target", name);
		try {
			Files.writeString(this.file, "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	FleetReport section(String title, String text) {
		try {
			Files.writeString(this.file, title + "\n\n" + text.strip() + "\n\n", StandardOpenOption.APPEND);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	FleetReport table(String title, List<List<String>> rows) {
		List<Integer> widths = IntStream.range(0, rows.get(0).size())
			.mapToObj((column) -> rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0))
			.toList();
		return section(title, rows.stream()
			.map((row) -> IntStream.range(0, row.size())
				.mapToObj((column) -> String.format("%-" + Math.max(1, widths.get(column)) + "s", row.get(column)))
				.collect(Collectors.joining("  "))
				.stripTrailing())
			.collect(Collectors.joining("\n")));
	}

	FleetReport statistics(HaProxy proxy) {
		List<List<String>> rows = new ArrayList<>(List.of(COLUMNS));
		for (Map<String, String> row : proxy.statistics()) {
			rows.add(COLUMNS.stream().map(row::get).toList());
		}
		return table("Statistics of HAProxy", rows);
	}

}
