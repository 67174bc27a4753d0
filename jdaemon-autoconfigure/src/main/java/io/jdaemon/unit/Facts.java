package io.jdaemon.unit;

import java.util.List;
import java.util.OptionalInt;

import io.jdaemon.settings.Settings;

/**
 * What the printed files are made of.
 *
 * @param settings the settings
 * @param command what starts the application
 * @param directory the directory that it works in
 * @param addresses what its web servers listen on: a port, or an address and a port
 * @param systemd the version of systemd, if it is installed
 */
record Facts(Settings settings, StartCommand command, String directory, List<String> addresses, OptionalInt systemd) {

	/**
	 * The name of the unit without its suffix, and of directories.
	 * @return the name of the application, with other characters replaced
	 */
	String unitName() {
		return this.settings.name().replaceAll("[^\\w.-]", "-");
	}

}
