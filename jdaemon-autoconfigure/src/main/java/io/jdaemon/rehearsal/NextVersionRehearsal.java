package io.jdaemon.rehearsal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

import io.jdaemon.log.LogTopic;
import io.jdaemon.posix.Posix;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.shutdown.LifecycleLog;
import io.jdaemon.warm.ColdStartException;
import io.jdaemon.warm.Training;
import io.jdaemon.warm.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * The rehearsal of the next version before a restart by exec. If there is no cache for
 * that version, and there can be one, the rehearsal makes it.
 */
public final class NextVersionRehearsal implements Rehearsal {

	private final Posix posix;

	private final ProcessImage typed;

	private final WarmStart warm;

	private final boolean required;

	private final BiFunction<ProcessImage, Duration, Rehearsal> rehearsals;

	private final LifecycleLog log;

	private @Nullable Training training;

	private @Nullable Rehearsal running;

	private boolean cancelled;

	private NextVersionRehearsal(Posix posix, ProcessImage typed, WarmStart warm, boolean required,
			BiFunction<ProcessImage, Duration, Rehearsal> rehearsals, LifecycleLog log) {
		this.posix = posix;
		this.typed = typed;
		this.warm = warm;
		this.required = required;
		this.rehearsals = rehearsals;
		this.log = log;
	}

	/**
	 * The rehearsal that a restart needs now. This reads files, and may block.
	 * @param typed what the operator typed
	 * @param warm the warm start of the next image
	 * @param required whether the next version is rehearsed although its cache exists
	 * @param rehearsals creates a rehearsal of an image, which may take some time to end
	 * after its context was complete
	 * @param log the log of the lifecycle
	 * @return the rehearsal, or empty if a restart needs none
	 */
	public static Optional<Rehearsal> of(Posix posix, ProcessImage typed, WarmStart warm, boolean required,
			BiFunction<ProcessImage, Duration, Rehearsal> rehearsals, LifecycleLog log) {
		return (required || warm.coldReason(typed).isPresent())
				? Optional.of(new NextVersionRehearsal(posix, typed, warm, required, rehearsals, log))
				: Optional.empty();
	}

	@Override
	public RehearsalResult run(Duration limit) {
		Optional<RehearsalResult> trained = this.warm.coldReason(this.typed).isPresent() ? train(limit)
				: Optional.empty();
		if (trained.isPresent()) {
			return trained.get();
		}
		return this.required ? rehearse(this.warm.image(this.typed), Duration.ZERO, limit)
				: new RehearsalResult.Complete(Duration.ZERO);
	}

	private Optional<RehearsalResult> train(Duration limit) {
		try (Training training = this.warm.train(this.posix, this.typed)) {
			begin(training);
			RehearsalResult result = rehearse(training.prepare(), Training.ASSEMBLY, limit);
			if (result instanceof RehearsalResult.Failed failed && failed.contextComplete()) {
				this.log.warn(LogTopic.RESTART
					.entry("The next image starts cold. The rehearsal made no cache: after its context was complete, "
							+ failed.reason()));
				return Optional.of(new RehearsalResult.Complete(Duration.ZERO));
			}
			if (result instanceof RehearsalResult.Complete) {
				training.complete();
				this.log.info(LogTopic.WARM.entry("Trained the next version; cache " + training.directory())
					.event("trained")
					.with("cache", training.directory()));
			}
			return Optional.of(result);
		}
		catch (ColdStartException ex) {
			if (cancelled()) {
				return Optional.of(new RehearsalResult.Cancelled());
			}
			this.log.info(LogTopic.RESTART.entry("The next image starts cold. " + ex.reason()));
			return Optional.empty();
		}
	}

	private RehearsalResult rehearse(ProcessImage image, Duration ending, Duration limit) {
		Rehearsal rehearsal = this.rehearsals.apply(image, ending);
		begin(rehearsal);
		return rehearsal.run(limit);
	}

	private synchronized void begin(Training training) {
		this.training = training;
		if (this.cancelled) {
			training.cancel();
		}
	}

	private synchronized void begin(Rehearsal rehearsal) {
		this.running = rehearsal;
		if (this.cancelled) {
			rehearsal.cancel();
		}
	}

	private synchronized boolean cancelled() {
		return this.cancelled;
	}

	@Override
	public synchronized void cancel() {
		this.cancelled = true;
		if (this.training != null) {
			this.training.cancel();
		}
		if (this.running != null) {
			this.running.cancel();
		}
	}

}
