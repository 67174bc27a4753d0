package io.jdaemon.warm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.jdaemon.process.ProcessImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequiredCache}.
 */
class RequiredCacheTests {

	@Test
	void cacheThatIsRequiredIsTriedWithWhatItIsBoundTo() {
		RequiredCache cache = of("java", "-Xmx64m", "-agentlib:jdwp=server=y", "-XX:AOTMode=on", "-XX:AOTCache=own.aot",
				"-Xlog:gc:file=gc.log", "-XX:+UseZGC", "-Da=b", "-jar", "orders.jar", "-XX:+UseSerialGC")
			.orElseThrow();
		assertThat(cache.option()).isEqualTo("-XX:AOTMode=on");
		assertThat(cache.trial().stream().map(WarmImage::text)).containsExactly("-Xmx64m", "-XX:AOTMode=on",
				"-XX:AOTCache=own.aot", "-XX:+UseZGC", "-cp", "orders.jar", "-version");
	}

	@Test
	void cacheThatMayBeLeftOutIsNotTried() {
		assertThat(of("java", "-XX:AOTCache=own.aot", "-jar", "orders.jar", "-XX:AOTMode=on")).isEmpty();
		assertThat(of("java", "-Xshare:auto", "-jar", "orders.jar")).isEmpty();
		assertThat(of("java")).isEmpty();
	}

	private static Optional<RequiredCache> of(String... arguments) {
		return RequiredCache.of(new ProcessImage(bytes("/bin/java"),
				Arrays.stream(arguments).map(RequiredCacheTests::bytes).toList(), List.of(), bytes("/srv")),
				"orders.jar");
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
