package io.jdaemon.output;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The files that this process has open, from proc(5).
 */
final class OpenFiles {

	private OpenFiles() {
	}

	static List<String> ofThisProcess() {
		List<String> files = new ArrayList<>();
		for (File descriptor : Objects.requireNonNull(new File("/proc/self/fd").listFiles())) {
			try {
				files.add(Files.readSymbolicLink(descriptor.toPath()).toString());
			}
			catch (IOException ex) {
				// The descriptor is closed by now, like that of the directory itself.
			}
		}
		return files;
	}

}
