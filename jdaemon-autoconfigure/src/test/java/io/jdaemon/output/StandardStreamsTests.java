package io.jdaemon.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.jdaemon.KernelTest;
import io.jdaemon.posix.OpenFlag;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;
import io.jdaemon.posix.PosixOverrides;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StandardStreams}, except for the methods that replace the streams of a
 * process: these are tested on another process than this one.
 */
@KernelTest
class StandardStreamsTests {

	private final Posix posix = PosixOverrides.real();

	@TempDir
	private Path directory;

	private Path out;

	private Path err;

	@BeforeEach
	void nameFiles() {
		this.out = this.directory.resolve("out.log");
		this.err = this.directory.resolve("err.log");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dev/zero", "" })
	void openForStartLetsWritesWait(String device) throws IOException {
		String path = device.isEmpty() ? this.directory.resolve("waits.log").toString() : device;
		try (var open = new StandardStreams(this.posix, path, path).openForStart()) {
			String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + open.out()))
				.stream()
				.filter((line) -> line.startsWith("flags:"))
				.findFirst()
				.orElseThrow();
			assertThat(Integer.parseInt(flags.substring(6).strip(), 8)).matches((bits) -> (bits & 04000) == 0)
				.matches((bits) -> (bits & 02000) != 0);
		}
	}

	@Test
	void copiesAreTheStreamsOfThisProcess() throws IOException {
		int descriptor;
		try (var copies = StandardStreams.copies(this.posix)) {
			descriptor = copies.out();
			assertThat(this.posix.fstat(copies.in()).sameFile(this.posix.fstat(0))).isTrue();
			assertThat(this.posix.fstat(copies.out()).sameFile(this.posix.fstat(1))).isTrue();
			assertThat(this.posix.fstat(copies.err()).sameFile(this.posix.fstat(2))).isTrue();
			assertThat(descriptor).isGreaterThan(2);
		}
		assertThat(Path.of("/proc/self/fd/" + descriptor)).doesNotExist();
		assertThat(Path.of("/proc/self/fd/1")).exists();
	}

	@Test
	void openForStartAppends() throws IOException {
		Files.writeString(this.out, "before\n");
		try (StandardStreams.OpenStreams streams = open(this.out, this.err)) {
			assertThat(streams.outStart()).isEqualTo(7);
			assertThat(streams.errStart()).isZero();
			this.posix.write(streams.out(), bytes("out\n"));
			Files.writeString(this.out, "rotated\n");
			this.posix.write(streams.out(), bytes("more\n"));
			this.posix.write(streams.err(), bytes("err\n"));
		}
		assertThat(this.out).hasContent("rotated\nmore\n");
		assertThat(this.err).hasContent("err\n");
	}

	@Test
	void openForStartCreatesFilesForOwnerAndGroup() throws IOException {
		open(this.out, this.err).close();
		assertThat(Files.getPosixFilePermissions(this.out)).isEqualTo(
				PosixFilePermissions.fromString("rw-r-----".replace("r-----", groupReads() ? "r-----" : "------")));
	}

	@Test
	void openForStartWhenPathsAreEqualOpensOnce() throws IOException {
		try (StandardStreams.OpenStreams streams = open(this.out, this.out)) {
			assertThat(streams.err()).isEqualTo(streams.out());
			assertThat(openFiles()).containsOnlyOnce(this.out.toString());
		}
		assertThat(openFiles()).doesNotContain(this.out.toString());
	}

	@Test
	void openForStartWhenDiscardingKeepsOutputInMemory() throws IOException {
		try (StandardStreams.OpenStreams streams = open(Path.of("/dev/null"), this.err)) {
			this.posix.write(streams.out(), bytes("no database"));
			Path file = Path.of("/proc/self/fd/" + streams.out());
			assertThat(Files.readSymbolicLink(file).toString()).startsWith("/memfd:jdaemon output");
			assertThat(file).hasContent("no database");
		}
	}

	@Test
	void openForStartWhenDirectoryIsMissingNamesFileAndClosesTheOther() {
		assertFailure(this.out, this.directory.resolve("missing/err.log"), "No such file or directory");
		assertThat(openFiles()).doesNotContain(this.out.toString());
	}

	@Test
	void openForStartWhenPathIsDirectoryNamesIt() {
		assertFailure(this.out, this.directory, "Is a directory");
	}

	@Test
	void openForStartWhenPermissionIsDeniedNamesUser() {
		Posix denying = PosixOverrides.with(new Object() {
			int open(String path, int mode, OpenFlag... flags) throws PosixException {
				if (path.startsWith("/dev/")) {
					return StandardStreamsTests.this.posix.open(path, mode, flags);
				}
				throw new PosixException("open", PosixException.EACCES, "Permission denied");
			}
		});
		assertThatExceptionOfType(OutputException.class)
			.isThrownBy(() -> new StandardStreams(denying, this.out.toString(), this.err.toString()).openForStart())
			.withMessage("Permission denied for the user " + System.getProperty("user.name"));
	}

	@Test
	void openForStartWhenFifoHasNoReaderIsRefused() throws Exception {
		assertFailure(this.out, fifo(), "it is a fifo or a socket");
	}

	@Test
	void openForStartWhenFifoHasReaderIsRefused() throws Exception {
		Path fifo = fifo();
		int reader = this.posix.open(fifo.toString(), 0, OpenFlag.RDWR);
		assertFailure(this.out, fifo, "it is a fifo");
		this.posix.close(reader);
	}

	@Test
	void openForStartWhenCharacterDeviceOpensIt() throws IOException {
		try (StandardStreams.OpenStreams streams = open(Path.of("/dev/full"), this.err)) {
			assertThat(this.posix.fstat(streams.out()).characterDevice()).isTrue();
		}
	}

	private void assertFailure(Path out, Path err, String message) {
		assertThatExceptionOfType(OutputException.class).isThrownBy(() -> open(out, err))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo(err.toString()));
	}

	private StandardStreams.OpenStreams open(Path out, Path err) throws IOException {
		return streams(out.toString(), err.toString()).openForStart();
	}

	private StandardStreams streams(String out, String err) {
		return new StandardStreams(this.posix, out, err);
	}

	private Path fifo() throws Exception {
		Path fifo = this.directory.resolve("fifo");
		assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
		return fifo;
	}

	private static boolean groupReads() throws IOException {
		String umask = Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)
			.replaceFirst("(?s).*Umask:\\s*(\\d+).*", "$1");
		return (Integer.parseInt(umask, 8) & 0040) == 0;
	}

	private static List<String> openFiles() {
		return OpenFiles.ofThisProcess();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
