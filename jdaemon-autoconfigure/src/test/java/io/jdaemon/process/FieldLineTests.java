package io.jdaemon.process;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link FieldLine}.
 */
class FieldLineTests {

	@Test
	void formatDoesNotEncodePlainValues() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("to", "pipe:[123]");
		fields.put("held", "USR1,TERM");
		fields.put("ready", 3);
		assertThat(FieldLine.format(fields)).isEqualTo("to=pipe:[123] held=USR1,TERM ready=3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a+b", "100 %", "%41", "a=b=c", "line\nline", "\0\t\u007f", "größer",
			"日本語", "\uD83D\uDE00", "$1 \\ \"quoted\"" })
	void parseReturnsTextThatWasFormatted(String text) {
		String line = FieldLine.format(Map.of("text", text, "other", "x"));
		assertThat(line).matches("[ -~]*");
		assertThat(FieldLine.parse(line)).isEqualTo(Map.of("text", text, "other", "x"));
	}

	@Test
	void parseWhenMalformedThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> FieldLine.parse("a=%4"));
		assertThatIllegalStateException().isThrownBy(() -> FieldLine.parse("a=1 a=2"));
	}

}
