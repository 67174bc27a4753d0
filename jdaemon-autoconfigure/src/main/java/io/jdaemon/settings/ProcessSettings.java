package io.jdaemon.settings;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of the application's process that differ from those of the process that
 * starts it; {@code null} for unchanged.
 *
 * @param user the name or number of the user that it runs as
 * @param group the name or number of its group
 * @param umask the permission bits that are cleared in its new files, see umask(2)
 * @param workingDirectory its working directory
 */
public record ProcessSettings(@Nullable String user, @Nullable String group, @Nullable Integer umask,
		@Nullable String workingDirectory) {

	/** All attributes unchanged. */
	public static final ProcessSettings UNCHANGED = new ProcessSettings(null, null, null, null);

}
