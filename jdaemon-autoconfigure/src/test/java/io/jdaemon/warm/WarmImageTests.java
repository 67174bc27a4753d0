package io.jdaemon.warm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.jdaemon.process.InheritedState;
import io.jdaemon.process.ProcessImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmImage}.
 */
class WarmImageTests {

	private static final InheritedState STATE = new InheritedState(InheritedState.recipient(300),
			new InheritedState.History(true, 1, Instant.EPOCH, Optional.empty(), Optional.empty(), List.of(), false),
			InheritedState.Descriptors.NONE, new InheritedState.SignalSets(Set.of(), Set.of()));

	private static final List<byte[]> OPTIONS = List.of(bytes("-Xlog:aot*=off"), bytes("-XX:AOTCache=/w/1/cache.aot"));

	@Test
	void warmImageStartsExtractedJarWithOptionsFirst() {
		ProcessImage warm = warm(image("java", "-Xmx64m", "-jar", "orders.jar", "-jar", "orders.jar"));
		assertThat(texts(warm.arguments())).containsExactly("java", "-Xlog:aot*=off", "-XX:AOTCache=/w/1/cache.aot",
				"-Xmx64m", "-jar", "/w/1/orders.jar", "-jar", "orders.jar");
	}

	@Test
	void typedAfterTenWarmRestartsAndColdOneIsWhatWasTyped() {
		ProcessImage typed = image("java", "-cp", "-jar", "-Dx=a,b", "-jar", "\u00c3\u0028\u00ff %2,=.jar", "", "a\nb");
		ProcessImage image = typed;
		for (int i = 0; i < 10; i++) {
			ProcessImage warm = warm(image);
			assertThat(warm.environment()).hasSize(2);
			image = WarmImage.typed(warm, received(warm));
			assertThat(texts(image.arguments())).isEqualTo(texts(typed.arguments()));
		}
		ProcessImage cold = image.withInheritedState(STATE);
		assertThat(texts(WarmImage.typed(cold, received(cold)).arguments())).isEqualTo(texts(typed.arguments()));
		assertThat(texts(cold.environment())).containsExactly("A=1", STATE.toVariable());
	}

	@Test
	void typedWhenNothingWasInheritedIsTheImage() {
		ProcessImage image = image("java", "-jar", "orders.jar");
		assertThat(WarmImage.typed(image, Optional.empty())).isSameAs(image);
	}

	private static ProcessImage warm(ProcessImage typed) {
		return WarmImage.of(typed, typed.jarAt().orElseThrow(), bytes("/w/1/orders.jar"), OPTIONS, STATE);
	}

	private static Optional<InheritedState> received(ProcessImage image) {
		String prefix = InheritedState.VARIABLE + "=";
		String variable = texts(image.environment()).stream()
			.filter((each) -> each.startsWith(prefix))
			.findFirst()
			.orElseThrow();
		return InheritedState.received(variable.substring(prefix.length()), 300, (descriptor) -> "");
	}

	private static ProcessImage image(String... arguments) {
		return new ProcessImage(bytes("/usr/bin/java"), Arrays.stream(arguments).map(WarmImageTests::bytes).toList(),
				List.of(bytes("A=1")), bytes("/srv"));
	}

	private static List<String> texts(List<byte[]> strings) {
		return strings.stream().map((string) -> new String(string, StandardCharsets.ISO_8859_1)).toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
