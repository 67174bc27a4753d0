package io.jdaemon.settings;

import org.jspecify.annotations.Nullable;

/**
 * What a process of the application is to be, where that is not what the one that starts
 * it is; {@code null} for unchanged.
 *
 * @param user the name or number of the user that it runs as
 * @param group the name or number of its group
 * @param umask the permission bits that its new files do not get
 * @param workingDirectory its working directory
 */
public record ProcessSettings(@Nullable String user, @Nullable String group, @Nullable Integer umask,
		@Nullable String workingDirectory) {

	/** Everything unchanged. */
	public static final ProcessSettings UNCHANGED = new ProcessSettings(null, null, null, null);

}
