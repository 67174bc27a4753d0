package io.jdaemon.status;

import java.time.Instant;

import io.jdaemon.RestartResult;
import org.jspecify.annotations.Nullable;

/**
 * What became of the requests for a restart.
 *
 * @param decided how many have been decided, whatever the decision; the number continues
 * over restarts, so that the sender of a signal sees when it has been acted on
 * @param last the result of the last one, {@code null} if there was none
 * @param pausedSince since when the process has accepted no connection, because a restart
 * is under way; {@code null} if it accepts them
 */
public record RestartHistory(int decided, @Nullable RestartResult last, @Nullable Instant pausedSince) {

	/** No request so far. */
	static final RestartHistory NONE = new RestartHistory(0, null, null);

	RestartHistory afterDecision() {
		return new RestartHistory(this.decided + 1, this.last, this.pausedSince);
	}

	RestartHistory with(@Nullable RestartResult last) {
		return new RestartHistory(this.decided, last, this.pausedSince);
	}

	RestartHistory paused(Instant since) {
		return new RestartHistory(this.decided, this.last, since);
	}

	// An image without a web server never accepts.
	RestartHistory ready() {
		return new RestartHistory(this.decided, (this.last != null) ? RestartResults.ready(this.last) : null, null);
	}

	RestartHistory accepting() {
		return (this.last == null || this.pausedSince == null) ? this
				: new RestartHistory(this.decided, RestartResults.accepting(this.last, this.pausedSince), null);
	}

}
