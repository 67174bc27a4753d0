package io.jdaemon.bench.daemon;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the steps of one restart in what was observed.
 */
final class RestartSteps {

	private final ImageState before;

	private final Map<RestartStep, Duration> times = new EnumMap<>(RestartStep.class);

	private @Nullable ImageState atExec;

	private @Nullable Duration waitingSince;

	private int mostWaiting;

	RestartSteps(ImageState before) {
		this.before = before;
	}

	void observe(Duration time, ImageState state) {
		if (state.output() > this.before.output()) {
			reached(RestartStep.DECIDED, time);
		}
		if (this.atExec == null) {
			this.waitingSince = (state.waiting() == 0) ? null : (this.waitingSince != null) ? this.waitingSince : time;
			if (!state.image().equals(this.before.image())) {
				this.atExec = state;
				reached(RestartStep.EXEC, time);
				if (this.waitingSince != null) {
					reached(RestartStep.ACCEPTING_STOPPED, this.waitingSince);
				}
			}
		}
		else {
			if (state.output() > this.atExec.output()) {
				reached(RestartStep.CONFIG_DATA, time);
			}
			if (state.waiting() < this.mostWaiting) {
				reached(RestartStep.SOCKETS_TAKEN, time);
			}
			this.mostWaiting = Math.max(this.mostWaiting, state.waiting());
		}
	}

	void reached(RestartStep step, Duration time) {
		this.times.putIfAbsent(step, time);
	}

	/**
	 * Where the output of the next image begins.
	 * @return its offset in the log, negative before exec
	 */
	long outputOfNextImage() {
		return (this.atExec != null) ? this.atExec.output() : -1;
	}

	Map<RestartStep, Duration> times() {
		return Map.copyOf(this.times);
	}

}
