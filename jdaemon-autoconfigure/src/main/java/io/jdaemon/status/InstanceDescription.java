package io.jdaemon.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jdaemon.DaemonInfo;
import io.jdaemon.RestartRequester;
import io.jdaemon.RestartResult;
import io.jdaemon.output.LowerCase;
import org.jspecify.annotations.Nullable;

/**
 * What an instance tells programs about itself, in the same words wherever they ask: the
 * command {@code status}, the endpoint and the information of the actuator. What is not
 * known, or does not apply, is {@code null}.
 *
 * @param pid the process ID
 * @param generation the number of restarts so far; 0 for the first image
 * @param mode daemon, foreground or off
 * @param state starting, ready, restarting or stopping
 * @param doing what it does besides, to decide on a request: it rehearses, or waits for
 * the permit of its fleet
 * @param daemonStartedAt when generation 0 was started
 * @param imageStartedAt when the current process image was started
 * @param pidFile the PID file, absolute
 * @param outputs where the output goes, if it is redirected
 * @param restart how a restart is done
 * @param lastRestart the last restart that has ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceDescription(long pid, int generation, String mode, @Nullable String state, @Nullable String doing,
		Instant daemonStartedAt, Instant imageStartedAt, @Nullable String pidFile, @Nullable Outputs outputs,
		@Nullable Restart restart, @Nullable LastRestart lastRestart) {

	/**
	 * Describe an instance.
	 * @param status what it publishes
	 * @return the description
	 */
	public static InstanceDescription of(Status status) {
		DaemonInfo info = status.info();
		InstanceFacts facts = status.facts();
		InstanceConfiguration configuration = status.configuration();
		RestartResult last = status.endedRestart();
		return new InstanceDescription(info.pid(), info.generation(), LowerCase.of(info.mode()),
				LowerCase.of(status.state()), status.doing(), millis(info.daemonStartedAt()),
				millis(info.imageStartedAt()), (facts != null) ? facts.pidFile() : null,
				(configuration != null) ? Outputs.of(configuration) : null,
				(configuration != null)
						? new Restart(configuration.strategy(), configuration.rehearsal(), configuration.warm()) : null,
				(last != null) ? LastRestart.of(last) : null);
	}

	/**
	 * Describe a process in which jdaemon is off.
	 * @param info what is known of it
	 * @return the description
	 */
	public static InstanceDescription of(DaemonInfo info) {
		return new InstanceDescription(info.pid(), info.generation(), LowerCase.of(info.mode()), null, null,
				millis(info.daemonStartedAt()), millis(info.imageStartedAt()), null, null, null, null);
	}

	private static Instant millis(Instant moment) {
		return moment.truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * Where the output goes.
	 *
	 * @param out the file of the standard output, absolute
	 * @param err the file of the standard error, absolute
	 */
	public record Outputs(String out, String err) {

		private static @Nullable Outputs of(InstanceConfiguration configuration) {
			String out = configuration.out();
			String err = configuration.err();
			return (out != null && err != null) ? new Outputs(out, err) : null;
		}

	}

	/**
	 * How a restart is done.
	 *
	 * @param strategy exec or handover
	 * @param rehearsal none or refresh
	 * @param warm whether starts use a cache
	 */
	public record Restart(String strategy, String rehearsal, boolean warm) {

	}

	/**
	 * The last restart that was requested.
	 *
	 * @param at when it was requested
	 * @param duration until the new image was ready, or the restart was refused or had
	 * failed
	 * @param pause how long new connections had to wait
	 * @param strategy exec or handover
	 * @param requestedBy who requested it
	 * @param outcome completed, refused, failed or ended
	 * @param reason why it was refused or has failed
	 * @param previousPid the process that has handed over
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record LastRestart(Instant at, @Nullable Duration duration, @Nullable Duration pause, String strategy,
			Requester requestedBy, String outcome, @Nullable String reason, @Nullable Long previousPid) {

		private static LastRestart of(RestartResult result) {
			return new LastRestart(result.at(), result.duration(), result.pause(), LowerCase.of(result.strategy()),
					Requester.of(result.requestedBy()), LowerCase.of(result.outcome()), result.reason(),
					result.previousPid());
		}

	}

	/**
	 * Who requested a restart.
	 *
	 * @param kind signal, command, endpoint or application
	 * @param signal the name of the signal
	 * @param user the user of the command or of the endpoint
	 * @param address the address of the client of the endpoint
	 * @param pid the process ID of the command
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Requester(String kind, @Nullable String signal, @Nullable String user, @Nullable String address,
			@Nullable Long pid) {

		private static Requester of(RestartRequester requester) {
			return new Requester(LowerCase.of(requester.kind()), requester.signal(), requester.user(),
					requester.address(), requester.pid());
		}

	}

}
