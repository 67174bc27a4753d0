package io.jdaemon.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why jdaemon refused a start in the foreground.
 */
final class JdaemonStartFailureAnalyzer extends AbstractFailureAnalyzer<JdaemonStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, JdaemonStartException cause) {
		return new FailureAnalysis(cause.failure().getMessage(), cause.failure().action(), cause);
	}

}
