package io.jdaemon.unit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;

/**
 * The unit of the service, see systemd.service(5).
 *
 * @param facts the application
 */
record ServiceUnit(Facts facts) {

	// The first version that waits until a service has reloaded itself
	private static final int NOTIFY_RELOAD = 253;

	// jdaemon ends what takes too long before systemd does.
	private static final Duration MARGIN = Duration.ofSeconds(15);

	private static final String FOREGROUND = "--jdaemon.mode=foreground";

	String text() {
		List<String> lines = new ArrayList<>();
		lines.add("# /etc/systemd/system/" + this.facts.unitName() + ".service, printed by systemd-unit");
		lines.addAll(List.of("[Unit]", "Description=" + UnitText.path(this.facts.settings().name()),
				"Wants=network-online.target", "After=network-online.target", "", "[Service]"));
		lines.addAll(process());
		Optional<ProcessSignal> restart = this.facts.settings().signalFor(SignalAction.RESTART, Set.of());
		if (restart.isEmpty()) {
			lines.addAll(List.of("Type=notify", "ExecStart=" + this.facts.command().start(List.of(FOREGROUND))));
		}
		else {
			lines.addAll(hasNotifyReload() ? notifyReload(restart.get()) : notifyOnly());
		}
		lines.add("NotifyAccess=main");
		lines.addAll(ending());
		lines.addAll(List.of("FileDescriptorStoreMax=16", ""));
		lines.addAll(new Hardening(this.facts).lines());
		lines.addAll(List.of("", "[Install]", "WantedBy=multi-user.target"));
		return String.join("\n", lines);
	}

	private boolean hasNotifyReload() {
		return this.facts.systemd().orElse(0) >= NOTIFY_RELOAD;
	}

	private List<String> process() {
		ProcessSettings process = this.facts.settings().process();
		List<String> lines = new ArrayList<>();
		if (process.user() == null) {
			lines.add("# Without jdaemon.user, or User= here, the service runs as root.");
		}
		else {
			lines.add("User=" + UnitText.path(process.user()));
		}
		if (process.group() != null) {
			lines.add("Group=" + UnitText.path(process.group()));
		}
		if (process.umask() != null) {
			lines.add("UMask=%04o".formatted(process.umask()));
		}
		lines.add("WorkingDirectory=" + UnitText.path(this.facts.directory()));
		return lines;
	}

	private List<String> notifyReload(ProcessSignal restart) {
		return List.of("Type=notify-reload", "ReloadSignal=SIG" + restart.name(),
				"ExecStart=" + this.facts.command().start(List.of(FOREGROUND)));
	}

	// A signal in ExecReload= would return before the restart, which may yet be refused.
	private List<String> notifyOnly() {
		List<String> lines = new ArrayList<>(
				List.of("# Type=notify-reload begins with systemd 253; the command restart waits for the restart, too.",
						"Type=notify"));
		String pidFile = this.facts.settings().pidFile();
		List<String> additional = List.of();
		if (pidFile == null) {
			additional = List.of("--jdaemon.pid-file=/run/" + this.facts.unitName() + "/pid");
			lines.add("RuntimeDirectory=" + this.facts.unitName());
		}
		lines.add("ExecStart=" + this.facts.command().start(with(additional, FOREGROUND)));
		lines.add("ExecReload=" + this.facts.command().beside(with(additional, "--jdaemon.command=restart")));
		return lines;
	}

	private static List<String> with(List<String> arguments, String last) {
		return Stream.concat(arguments.stream(), Stream.of(last)).toList();
	}

	private List<String> ending() {
		Duration stop = this.facts.settings().stopTimeout();
		List<String> lines = new ArrayList<>();
		this.facts.settings()
			.signalFor(SignalAction.STOP, Set.of())
			.filter((signal) -> signal != ProcessSignal.TERM)
			.ifPresent((signal) -> lines.add("KillSignal=SIG" + signal.name()));
		// A reload closes the old image and starts the new one.
		lines.add("TimeoutStartSec=" + seconds(stop.plus(this.facts.settings().startupTimeout())));
		lines.add("TimeoutStopSec=" + seconds(stop));
		lines.add("Restart=on-failure");
		lines.add("RestartSec=1");
		lines.add("# A stop in the first second of the JVM");
		lines.add("SuccessExitStatus=143");
		return lines;
	}

	private static String seconds(Duration time) {
		return String.valueOf(time.plus(MARGIN).toSeconds());
	}

}
