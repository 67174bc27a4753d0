package io.jdaemon.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputTail}, against a process.
 */
@KernelTest
class OutputTailTests {

	@TempDir
	private Path directory;

	@Test
	void replayCopiesNewOutputOfRemovedFileAndExitedProcess() throws Exception {
		Path out = Files.writeString(this.directory.resolve("out.log"), "before\n");
		Path err = this.directory.resolve("err.log");
		Process process = new ProcessBuilder("/bin/sh", "-c", "read x; echo out; echo err >&2; read y; echo last")
			.redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
			.redirectError(err.toFile())
			.start();
		OutputTail tail = new OutputTail(process.pid());
		tail.refresh();
		Files.delete(out);
		process.getOutputStream().write('\n');
		process.getOutputStream().flush();
		tail.refresh();
		process.getOutputStream().write('\n');
		process.getOutputStream().close();
		process.waitFor();
		tail.refresh();
		assertThat(replayed(tail)).isEqualTo("out\nlast\nerr\n");
	}

	@Test
	void replayWhenStreamsShareOneFileCopiesItOnce() throws Exception {
		Path both = this.directory.resolve("both.log");
		Process process = new ProcessBuilder("sleep", "1000").redirectErrorStream(true)
			.redirectOutput(both.toFile())
			.start();
		OutputTail tail = new OutputTail(process.pid());
		tail.refresh();
		Files.writeString(both, "output", StandardOpenOption.APPEND);
		process.destroy();
		assertThat(replayed(tail)).isEqualTo("output");
	}

	@Test
	void replayWhenStreamsAreNotFilesCopiesNothing() throws Exception {
		Process process = new ProcessBuilder("sleep", "1000").redirectError(ProcessBuilder.Redirect.DISCARD).start();
		OutputTail tail = new OutputTail(process.pid());
		tail.refresh();
		process.destroy();
		assertThat(replayed(tail)).isEmpty();
		assertThat(tail.elsewhere()).hasValueSatisfying((target) -> assertThat(target).startsWith("pipe:["));
	}

	private static String replayed(OutputTail tail) {
		ByteArrayOutputStream target = new ByteArrayOutputStream();
		tail.replay(target);
		return target.toString(StandardCharsets.UTF_8);
	}

}
