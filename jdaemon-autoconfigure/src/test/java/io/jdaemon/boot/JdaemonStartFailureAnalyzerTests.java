package io.jdaemon.boot;

import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.StartException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdaemonStartFailureAnalyzer} and {@link JdaemonStartException}.
 */
class JdaemonStartFailureAnalyzerTests {

	private final JdaemonStartException exception = new JdaemonStartException(
			new StartException(ExitStatus.CANNOT_CREATE, "The file is there.", "Remove it."));

	@Test
	void analyzeReportsWhatWasFoundAndWhatToDo() {
		FailureAnalysis analysis = new JdaemonStartFailureAnalyzer()
			.analyze(new IllegalStateException("wrapper", this.exception));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The file is there.");
		assertThat(analysis.getAction()).isEqualTo("Remove it.");
		assertThat(analysis.getCause()).isSameAs(this.exception);
	}

	@Test
	void analyzeWhenFailureIsAnotherIsNull() {
		assertThat(new JdaemonStartFailureAnalyzer().analyze(new IllegalStateException())).isNull();
	}

	@Test
	void analyzerIsFoundBySpringBoot() {
		// Some of Spring Boot's own analyzers need a bean factory.
		FailureHandler ignoring = FailureHandler.handleMessage((message, failure) -> {
		});
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(FailureAnalyzer.class, ignoring))
			.hasAtLeastOneElementOfType(JdaemonStartFailureAnalyzer.class);
	}

	@Test
	void exitCodeIsTheStatus() {
		assertThat(this.exception.getExitCode()).isEqualTo(73);
	}

}
