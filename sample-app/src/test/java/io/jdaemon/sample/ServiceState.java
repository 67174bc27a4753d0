package io.jdaemon.sample;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What systemctl show prints of a service.
 *
 * @param properties the names of the properties and their values
 */
record ServiceState(Map<String, String> properties) {

	private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

	/**
	 * Ask systemd.
	 * @param systemd systemd
	 * @param unit the name of the unit
	 * @return the state of the service now
	 */
	static ServiceState of(Systemd systemd, String unit) {
		return new ServiceState(
				systemd.systemctl("show", "--property=ActiveState,Result,MainPID,NRestarts,StatusText", unit)
					.out()
					.lines()
					.map((line) -> line.split("=", 2))
					.collect(Collectors.toMap((words) -> words[0], (words) -> words[1])));
	}

	String mainPid() {
		return this.properties.get("MainPID");
	}

	/**
	 * This state in one line, which is the same in each run.
	 * @param before the state before
	 * @param directory the directory of the application
	 * @return words in columns
	 */
	String after(ServiceState before, String directory) {
		String pid = mainPid().equals("0") ? "0" : mainPid().equals(before.mainPid()) ? "same" : "new";
		return "%-8s  %-9s  %-4s  %s  %s"
			.formatted(this.properties.get("ActiveState"), this.properties.get("Result"), pid,
					this.properties.get("NRestarts"),
					this.properties.get("StatusText")
						.replaceAll(TIME, "TIME")
						.replaceAll("\\bpid \\d+", "pid N")
						.replaceAll("-[\\d.]+\\.jar", "-N.jar")
						.replace(directory, "DIRECTORY"))
			.strip();
	}

}
