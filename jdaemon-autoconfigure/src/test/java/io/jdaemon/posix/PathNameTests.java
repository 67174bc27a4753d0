package io.jdaemon.posix;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PathName}.
 */
class PathNameTests {

	// ASCII, é in UTF-8 and in ISO 8859-1, a character beyond 16 bits, an overlong slash,
	// half a surrogate pair, what stands for a byte, a cut character, EUC-JP, a character
	// that has other bytes in EUC-JP
	private static final String[] NAMES = { "2f746d702f61", "2fc3a9", "2fe9", "2ff09f9880", "2fc0af", "2feda080",
			"2feebe80", "2fe282", "2fe2e282ac", "2fb0a1", "2f8fa2af", "2fff80c3a9fe", "2fe38182", "" };

	@ParameterizedTest
	@MethodSource
	void decodeLosesNoByte(String charset, String name) {
		byte[] bytes = HexFormat.of().parseHex(name);
		String text = PathName.decode(bytes, Charset.forName(charset));
		assertThat(PathName.encode(text, Charset.forName(charset))).isEqualTo(bytes);
		assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(text);
	}

	static Stream<Object[]> decodeLosesNoByte() {
		return Stream.of("UTF-8", "US-ASCII", "ISO-8859-1", "EUC-JP")
			.flatMap((charset) -> Stream.of(NAMES).map((name) -> new Object[] { charset, name }));
	}

	@ParameterizedTest
	@CsvSource({ "UTF-8, c3a9", "US-ASCII, c3a9", "ISO-8859-1, e9" })
	void encodeUsesTheCharsetOfTheLocaleIfItCan(String charset, String bytes) {
		assertThat(HexFormat.of().formatHex(PathName.encode("é", Charset.forName(charset)))).isEqualTo(bytes);
	}

	@Test
	@KernelTest
	void pathHasTheBytesOfTheName(@TempDir Path directory) throws IOException {
		String name = PathName.decode(new byte[] { 'a', (byte) 0xE9, '%', ' ', (byte) 0xC3, (byte) 0xA9 });
		Path file = PathName.path(PathName.of(directory) + "/" + name);
		Files.writeString(file, "content");
		assertThat(PathName.of(directory)).isEqualTo(directory.toString());
		assertThat(PosixOverrides.real().lstat(PathName.of(directory) + "/" + name)).isNotNull();
		assertThat(PathName.of(file)).endsWith("/" + name);
		try (Stream<Path> files = Files.list(directory)) {
			assertThat(files).containsExactly(file);
		}
	}

	@Test
	@KernelTest
	void pathIsRelativeToTheWorkingDirectoryOfTheProcess() throws IOException {
		assertThat(PathName.path("pom.xml")).isEqualTo(Path.of("/proc/self/cwd").toRealPath().resolve("pom.xml"));
		assertThat(PathName.path("")).isEqualTo(Path.of("/proc/self/cwd").toRealPath());
	}

	@Test
	void pathMayLeadUpFromTheWorkingDirectory() {
		Path current = Path.of("").toAbsolutePath();
		assertThat(PathName.path("../logs/a.log")).isEqualTo(current.resolve("../logs/a.log"));
		assertThat(PathName.absolute("../logs/a.log")).isEqualTo(current.resolveSibling("logs/a.log").toString());
		assertThat(PathName.path("")).isEqualTo(current);
	}

	@Test
	void absoluteHasNoDots() {
		assertThat(PathName.absolute("/run/../tmp/./é.pid")).isEqualTo("/tmp/é.pid");
		assertThat(PathName.absolute("/run/x", "../é.pid")).isEqualTo("/run/é.pid");
		assertThat(PathName.absolute("/run/x", "/tmp/é.pid")).isEqualTo("/tmp/é.pid");
	}

	@Test
	void shortestNamesTheSameFile(@TempDir Path directory) throws IOException {
		Path target = Files.createDirectories(directory.resolve("far/target"));
		Path file = Files.createFile(directory.resolve("far/é.jar"));
		Files.createSymbolicLink(directory.resolve("link"), target);
		Files.createDirectory(directory.resolve("near"));
		assertThat(PathName.shortest(directory + "/near/../far/./é.jar")).isEqualTo(file.toString());
		assertThat(PathName.shortest(directory + "/link/../é.jar")).isEqualTo(directory + "/link/../é.jar");
		assertThat(PathName.shortest(directory + "/near/../missing")).isEqualTo(directory + "/near/../missing");
	}

}
