package io.jdaemon.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * How a service tells systemd that it is ready, see systemd.service(5), with the settings
 * that docs/systemd.md recommends for it.
 */
enum ServiceType {

	EXEC("exec", "ExecReload=kill -USR1 $MAINPID"),

	FORKING("forking", "ExecReload=kill -USR1 $MAINPID"),

	NOTIFY("notify", "NotifyAccess=main"),

	NOTIFY_RELOAD("notify-reload", "NotifyAccess=main", "ReloadSignal=SIGUSR1");

	private final String word;

	private final List<String> settings;

	ServiceType(String word, String... settings) {
		this.word = word;
		this.settings = List.of(settings);
	}

	/**
	 * Whether the service notifies systemd.
	 * @return whether it does
	 */
	boolean notifies() {
		return this == NOTIFY || this == NOTIFY_RELOAD;
	}

	/**
	 * Whether a successor can take over.
	 * @return whether a handover is possible; if not, a restart is by exec
	 */
	boolean handsOver() {
		return this != EXEC;
	}

	/**
	 * Whether a reload is the command restart, and not a signal.
	 * @return whether it is
	 */
	boolean commandReloads() {
		return this == NOTIFY;
	}

	/**
	 * The lines of a unit.
	 * @param sample the application
	 * @return lines for the section Service
	 */
	List<String> settings(SampleDaemon sample) {
		List<String> lines = new ArrayList<>(List.of("Type=" + this.word, "TimeoutStartSec=300"));
		lines.addAll(this.settings);
		if (this == FORKING) {
			lines.add("PIDFile=" + sample.pidFile());
		}
		if (commandReloads()) {
			List<String> restart = new ArrayList<>(sample.commandLine());
			restart.add("--jdaemon.command=restart");
			lines.add("ExecReload=" + Systemd.commandLine(restart));
		}
		return lines;
	}

	@Override
	public String toString() {
		return this.word;
	}

}
