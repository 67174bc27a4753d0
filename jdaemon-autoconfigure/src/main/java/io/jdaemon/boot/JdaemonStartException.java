package io.jdaemon.boot;

import io.jdaemon.settings.StartException;

import org.springframework.boot.ExitCodeGenerator;

/**
 * Carries a {@link StartException} through Spring Boot, which exits with its status.
 */
final class JdaemonStartException extends RuntimeException implements ExitCodeGenerator {

	private static final long serialVersionUID = 1L;

	private final StartException failure;

	JdaemonStartException(StartException failure) {
		super(failure.getMessage(), failure);
		this.failure = failure;
	}

	StartException failure() {
		return this.failure;
	}

	@Override
	public int getExitCode() {
		return this.failure.status().number();
	}

}
