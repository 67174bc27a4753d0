package io.jdaemon.command;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jdaemon.DaemonInfo;
import io.jdaemon.output.LowerCase;
import io.jdaemon.pidfile.InstanceState;
import io.jdaemon.posix.PathName;
import io.jdaemon.posix.PosixUnavailableException;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessIdentity;
import io.jdaemon.settings.Settings;
import io.jdaemon.status.InstanceFacts;
import io.jdaemon.status.PublishedStatus;
import io.jdaemon.status.RestartResults;
import io.jdaemon.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * Reports the status of the instance.
 */
final class StatusCommand implements Command {

	private final Settings settings;

	private final Instance instance;

	private final OutputFormat format;

	private final Function<StatusReport, String> json;

	private final StatusDetails details;

	StatusCommand(Settings settings, Instance instance, OutputFormat format, Function<StatusReport, String> json,
			Clock clock) {
		this.settings = settings;
		this.instance = instance;
		this.format = format;
		this.json = json;
		this.details = new StatusDetails(clock);
	}

	@Override
	public CommandResult run() throws IOException, PosixUnavailableException {
		Observation observed = this.instance.observe();
		InstanceState state = observed.state();
		if (state instanceof InstanceState.Running running) {
			return running(running.process(), observed.status());
		}
		Optional<PublishedStatus> draining = RunningInstance.draining(this.settings, this.instance, state);
		if (draining.isPresent()) {
			return running(draining.get().process(), Optional.of(draining.get().status()));
		}
		String name = this.settings.name();
		if (state instanceof InstanceState.OtherUser other) {
			return result(ExitStatus.DONE,
					name + " is running (pid " + other.pid() + ") as "
							+ other.user().map((user) -> "another user, " + user).orElse("another user"),
					"unknown", OptionalLong.of(other.pid()), null);
		}
		if (state instanceof InstanceState.Starting) {
			return result(ExitStatus.DONE, name + " is being started", "starting", OptionalLong.empty(), null);
		}
		if (state instanceof InstanceState.StalePidFile stale) {
			return result(ExitStatus.PID_FILE_LEFT,
					name + " is not running, but its PID file " + this.settings.pidFile() + " is there"
							+ (stale.pid().isPresent() ? " (pid " + stale.pid().getAsLong() + ")" : "")
							+ MissingInstance.others(this.instance),
					"dead", stale.pid(), null);
		}
		return result(ExitStatus.NOT_RUNNING, MissingInstance.sentence(this.settings, this.instance), "stopped",
				OptionalLong.empty(), null);
	}

	private CommandResult running(ProcessIdentity process, Optional<Status> status) {
		OptionalLong pid = OptionalLong.of(process.pid());
		return status
			.map((known) -> result(ExitStatus.DONE, sentence(known), LowerCase.of(known.state()), pid, known)
				.with(details(process, known)))
			.orElseGet(() -> result(ExitStatus.DONE,
					this.settings.name() + " is running (pid " + process.pid() + ") and does not publish its state",
					"unknown", pid, null));
	}

	private String sentence(Status status) {
		DaemonInfo info = status.info();
		String doing = switch (status.state()) {
			case STARTING -> (info.generation() == 0) ? "starting" : "restarting";
			case READY -> "running";
			case RESTARTING -> "restarting";
			case STOPPING -> "stopping";
		};
		return this.settings.name() + " is " + doing + " (pid " + info.pid() + ", up "
				+ StatusDetails.text(this.details.since(info.daemonStartedAt()))
				+ ((info.generation() > 0) ? ", restart " + info.generation() : "") + ")"
				+ Optional.ofNullable(status.doing()).map((besides) -> ", " + besides).orElse("")
				+ Optional.ofNullable(status.lastRestart())
					.filter((last) -> RestartResults.problem(last).isPresent())
					.map((last) -> ", last restart " + RestartResults.words(last))
					.orElse("")
				+ draining(status).stream()
					.map((pid) -> ", its predecessor (pid " + pid + ") is still draining")
					.collect(Collectors.joining());
	}

	private List<String> details(ProcessIdentity process, Status status) {
		return (this.format == OutputFormat.TEXT) ? this.details.of(status, this.instance.memory(process)) : List.of();
	}

	private @Nullable String pidFile(@Nullable Status status) {
		InstanceFacts facts = (status != null) ? status.facts() : null;
		String configured = this.settings.pidFile();
		return (facts != null && facts.pidFile() != null) ? facts.pidFile()
				: (configured != null) ? PathName.absolute(configured) : null;
	}

	private List<Long> draining(@Nullable Status status) {
		return Observation.predecessors(Optional.ofNullable(status))
			.stream()
			.filter(this.instance::alive)
			.map(ProcessIdentity::pid)
			.toList();
	}

	private CommandResult result(ExitStatus exit, String sentence, String state, OptionalLong pid,
			@Nullable Status status) {
		return new CommandResult(exit,
				(this.format == OutputFormat.TEXT) ? sentence
						: this.json.apply(new StatusReport(this.settings.name(), exit == ExitStatus.DONE,
								pid.isPresent() ? pid.getAsLong() : null, state, status,
								(status != null) ? this.details.since(status.info().daemonStartedAt()) : null,
								draining(status), pidFile(status))));
	}

}
