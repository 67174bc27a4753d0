package io.jdaemon.output;

import java.io.IOException;

/**
 * A file for standard output or error cannot be opened.
 */
public final class OutputException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String path;

	OutputException(String path, String reason) {
		super(reason);
		this.path = path;
	}

	/**
	 * The path of the file.
	 * @return the path as it was configured
	 */
	public String path() {
		return this.path;
	}

}
