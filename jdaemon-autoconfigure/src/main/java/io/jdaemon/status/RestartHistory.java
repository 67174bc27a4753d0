package io.jdaemon.status;

import java.time.Instant;

import io.jdaemon.RestartOutcome;
import io.jdaemon.RestartResult;
import io.jdaemon.sockets.Gap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the requests for a restart.
 *
 * @param decided how many have been decided, whatever the decision; the number continues
 * over restarts by exec, so that the sender of a signal sees when it has been acted on
 * @param last the result of the last one, {@code null} if there was none
 * @param pausedSince since when the process has accepted no connection, because a restart
 * is under way; {@code null} if it accepts them
 * @param counts how many there were of each kind, and what was accepted in them
 */
public record RestartHistory(int decided, @Nullable RestartResult last, @Nullable Instant pausedSince,
		RestartCounts counts) {

	/** No request so far. */
	static final RestartHistory NONE = new RestartHistory(0, null, null, RestartCounts.NONE);

	RestartHistory afterDecision() {
		return new RestartHistory(this.decided + 1, this.last, this.pausedSince, this.counts);
	}

	RestartHistory with(RestartResult result) {
		// It was counted when it was completed.
		RestartCounts counts = (result.outcome() == RestartOutcome.ENDED) ? this.counts : this.counts.plus(result);
		return new RestartHistory(this.decided, result, this.pausedSince, counts);
	}

	RestartHistory with(RestartCounts counts) {
		return new RestartHistory(this.decided, this.last, this.pausedSince, counts);
	}

	RestartHistory paused(Gap gap) {
		return new RestartHistory(this.decided, this.last, gap.since(), this.counts.plus(gap));
	}

	// An image without a web server never accepts.
	RestartHistory ready() {
		return new RestartHistory(this.decided, (this.last != null) ? RestartResults.ready(this.last) : null, null,
				this.counts);
	}

	RestartHistory accepting() {
		return (this.last == null || this.pausedSince == null) ? this : new RestartHistory(this.decided,
				RestartResults.accepting(this.last, this.pausedSince), null, this.counts);
	}

}
