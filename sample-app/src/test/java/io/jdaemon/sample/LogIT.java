package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log of one whole life is what the table in the documentation says.
 */
@EachJdk
class LogIT {

	private static final Path PAGE = Path.of("../docs/operations.md");

	// Each has a test of its own.
	private static final Set<String> NOT_IN_THIS_LIFE = Set.of("not-reopened", "trained");

	private static final JsonMapper JSON = new JsonMapper();

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	LogIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void lifeIsLoggedAsTheTableSays() throws IOException {
		Path jar = FastJar.tiny(this.jdk).copy(Files.createDirectory(this.bench.directory().resolve("app")));
		SampleDaemon sample = this.bench.sample(this.jdk)
			.jar(jar)
			.environment("JDAEMON_RESTART_STRATEGY", "handover")
			.arguments("--logging.structured.format.console=ecs", "--jdaemon.restart.rehearsal=refresh");
		ProcFs first = sample.started();
		assertThat(sample.command("restart", "--jdaemon.restart.strategy=exec").status()).isZero();
		assertThat(sample.command("restart").status()).isZero();
		patiently().until(() -> !first.alive());
		ProcFs second = sample.daemon();
		Path moved = Files.move(jar, jar.resolveSibling("moved.jar"));
		Signal.USR1.send(second.pid());
		awaitEvent(sample, "restart-refused");
		Files.move(moved, jar);
		Path settings = Files.writeString(sample.directory().resolve("fault.properties"), "fault.throws=true");
		Signal.USR1.send(second.pid());
		awaitEvent(sample, "restart-failed");
		Files.delete(settings);
		assertThat(sample.command("reopen").status()).isZero();
		assertThat(sample.command("stop").status()).isZero();

		Map<String, Row> table = table();
		List<JsonNode> lines = events(sample);
		assertThat(lines).extracting((line) -> line.at("/jdaemon/event").asString())
			.containsOnlyOnce("stopped")
			.containsAll(table.keySet().stream().filter((event) -> !NOT_IN_THIS_LIFE.contains(event)).toList());
		lines.forEach((line) -> assertThat(table).hasEntrySatisfying(line.at("/jdaemon/event").asString(),
				(row) -> row.check(line)));
	}

	private static void awaitEvent(SampleDaemon sample, String event) {
		patiently().until(
				() -> events(sample).stream().anyMatch((line) -> line.at("/jdaemon/event").asString().equals(event)));
	}

	private static List<JsonNode> events(SampleDaemon sample) {
		return sample.log()
			.text()
			.lines()
			.filter((line) -> line.startsWith("{") && line.endsWith("}"))
			.map(JSON::readTree)
			.filter((line) -> line.at("/jdaemon").has("event"))
			.toList();
	}

	private static Map<String, Row> table() throws IOException {
		Map<String, Row> rows = new HashMap<>();
		try (Stream<String> lines = Files.lines(PAGE)) {
			lines.filter((line) -> line.startsWith("| `io.jdaemon.")).map(Row::of).forEach((row) -> {
				assertThat(rows.put(row.event, row)).isNull();
			});
		}
		return rows;
	}

	/**
	 * A row of the table.
	 *
	 * @param logger the name of the logger
	 * @param level the level
	 * @param event the name of the event
	 * @param beginning the words that the line begins with
	 * @param values the values that each such line has, as JSON pointers
	 */
	private record Row(String logger, String level, String event, String beginning, List<String> values) {

		static Row of(String line) {
			String[] cells = line.replace("`", "").substring(2).split(" \\| ");
			List<String> values = Arrays.stream(cells[4].split("[;|]")[0].split(", "))
				.map(String::strip)
				.filter((value) -> value.matches("[a-zA-Z.]+"))
				.map((value) -> "/jdaemon/" + value.replace('.', '/'))
				.toList();
			return new Row(cells[0], cells[1], cells[2],
					cells[3].split("[:,]| by exec|(?<=requested by|on|process|in) ")[0], values);
		}

		void check(JsonNode line) {
			assertThat(line.at("/log/logger").asString()).isEqualTo(this.logger);
			assertThat(line.at("/log/level").asString()).isEqualTo(this.level);
			assertThat(line.at("/message").asString()).startsWith(this.beginning);
			assertThat(this.values)
				.allSatisfy((value) -> assertThat(line.at(value).isMissingNode()).as(value + " in " + line).isFalse());
		}

	}

}
