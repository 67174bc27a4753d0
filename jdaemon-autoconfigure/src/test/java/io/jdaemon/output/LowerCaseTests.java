package io.jdaemon.output;

import java.util.Locale;

import io.jdaemon.RestartOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LowerCase}.
 */
@ResourceLock(Resources.LOCALE)
class LowerCaseTests {

	private final Locale locale = Locale.getDefault();

	@AfterEach
	void restoreLocale() {
		Locale.setDefault(this.locale);
	}

	@Test
	void wordIsTheSameInEveryLanguage() {
		// In Turkish, the small letter of I has no dot.
		Locale.setDefault(Locale.forLanguageTag("tr"));
		assertThat(LowerCase.of(RestartOutcome.FAILED)).isEqualTo("failed");
	}

}
