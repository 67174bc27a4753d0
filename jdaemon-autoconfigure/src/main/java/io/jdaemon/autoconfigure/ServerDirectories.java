package io.jdaemon.autoconfigure;

import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.FileSystemUtils;

/**
 * The temporary directories of web servers, which are removed when the application is
 * closed.
 */
final class ServerDirectories implements DisposableBean {

	private final Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();

	private final Set<File> directories = ConcurrentHashMap.newKeySet();

	/**
	 * Add a directory, if a server has it by default and not because it was configured.
	 * @param directory the directory, {@code null} for none
	 * @param prefix what the name of a temporary directory begins with
	 */
	void add(@Nullable Path directory, String prefix) {
		if (directory != null && this.temporary.equals(directory.toAbsolutePath().getParent())
				&& directory.getFileName().toString().startsWith(prefix)) {
			this.directories.add(directory.toFile());
		}
	}

	@Override
	public void destroy() {
		this.directories.forEach(FileSystemUtils::deleteRecursively);
	}

}
