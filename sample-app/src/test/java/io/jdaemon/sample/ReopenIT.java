package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HUP reopens the output files after logrotate has moved them, and no line is lost.
 */
@EachJdk
class ReopenIT {

	private static final Pattern LINE = Pattern.compile("line (\\d+) of the talker");

	private static final int ROTATIONS = 3;

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	ReopenIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@ParameterizedTest
	@ValueSource(strings = { "sample-app.log", "error.log" })
	void reopenLosesNoLine(String error) throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk)
			.tiny()
			.arguments("--fault.talks=true", "--jdaemon.err=" + error);
		ProcFs daemon = sample.started();
		for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
			move("sample-app.log", rotation);
			if (!error.equals("sample-app.log")) {
				move(error, rotation);
			}
			Signal.HUP.send(daemon.pid());
			sample.log().await("Output files reopened on SIGHUP");
			sample.log().await("of the talker", 100);
		}
		String current = this.bench.directory().resolve("sample-app.log").toString();
		assertThat(daemon.descriptors()).containsEntry(1, current)
			.containsEntry(2, this.bench.directory().resolve(error).toString());
		Signal.TERM.send(daemon.pid());
		sample.awaitGone(daemon);
		List<Integer> out = numbers("sample-app.log");
		List<Integer> err = numbers(error);
		if (error.equals("sample-app.log")) {
			// One stream moves after the other, so that only the order within each is
			// certain.
			out = out.stream().filter((number) -> number % 2 == 0).toList();
			err = err.stream().filter((number) -> number % 2 == 1).toList();
		}
		assertThat(out).isEqualTo(IntStream.range(0, out.size()).map((i) -> 2 * i).boxed().toList());
		assertThat(err).isEqualTo(IntStream.range(0, err.size()).map((i) -> 2 * i + 1).boxed().toList());
		assertThat(out.size() - err.size()).isBetween(0, 1);
	}

	@Thorough
	@Test
	void logrotateWithPrintedLinesLosesNoLine() throws IOException {
		SampleDaemon sample = this.bench.sample(this.jdk).tiny().arguments("--fault.talks=true");
		sample.started();
		Logrotate logrotate = Logrotate.configured(sample, this.bench.directory());
		for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
			logrotate.rotate();
			sample.log().await("of the talker", 100);
		}
		assertThat(sample.log().text()).contains("Output files reopened on SIGHUP");
		sample.command("stop").assertPrinted(0, "Stopped sample-app .*");
		// The newest one is not compressed yet.
		assertThat(sample.script("gunzip sample-app.log.[2-9].gz").status()).isZero();
		List<Integer> lines = numbers(IntStream.rangeClosed(1, ROTATIONS)
			.mapToObj((rotation) -> "sample-app.log." + (ROTATIONS + 1 - rotation)), "sample-app.log");
		assertThat(lines.stream().sorted().toList()).isEqualTo(IntStream.range(0, lines.size()).boxed().toList());
	}

	private void move(String file, int rotation) throws IOException {
		Path log = this.bench.directory().resolve(file);
		Files.move(log, log.resolveSibling(file + "." + rotation));
	}

	private List<Integer> numbers(String file) {
		return numbers(IntStream.rangeClosed(1, ROTATIONS).mapToObj((rotation) -> file + "." + rotation), file);
	}

	// The numbers in all files, the oldest file first
	private List<Integer> numbers(Stream<String> rotated, String file) {
		String all = Stream.concat(rotated, Stream.of(file))
			.map((name) -> TextFile.read(this.bench.directory().resolve(name)))
			.collect(Collectors.joining());
		return LINE.matcher(all).results().map((match) -> Integer.valueOf(match.group(1))).toList();
	}

}
