package io.jdaemon;

import java.util.List;

/**
 * The permits of a fleet: instances of one application on several hosts, of which only so
 * many may restart at a time. An instance acquires a permit before it restarts, and the
 * image that it has started releases it. A permit outlives the process that has acquired
 * it and has no time limit, so that a new version that fails stops the rollout.
 * <p>
 * A bean of this type takes the place of the permits in the application's database
 * ({@code jdaemon.fleet.name}). One thread at a time calls it. If a method throws an
 * exception, it is called again: {@code acquire} until {@code jdaemon.fleet.patience} is
 * over or no call has succeeded for half a minute.
 */
public interface RestartPermits {

	/**
	 * Acquire a permit, without waiting for one. A holder that has a permit keeps it.
	 * @param holder the instance, by a name that stays the same over restarts
	 * @return whether the holder has a permit now
	 * @throws Exception if that cannot be found out
	 */
	boolean acquire(String holder) throws Exception;

	/**
	 * Release the permit of a holder. It is no error if there is none.
	 * @param holder the instance
	 * @param releasedBy who releases it: the holder itself, or an operator, such as
	 * "alice on host-1", for the record
	 * @throws Exception if it may not be released
	 */
	void release(String holder, String releasedBy) throws Exception;

	/**
	 * The permits that are held.
	 * @return one for each holder, the oldest first; empty also if that is not known
	 * @throws Exception if that cannot be found out
	 */
	List<RestartPermit> held() throws Exception;

	/**
	 * Record that a holder is alive. A ready instance that has a permit calls this every
	 * 30 seconds. This never gives a permit to an instance that has none.
	 * @param holder the instance
	 * @return whether it has a permit
	 * @throws Exception if that cannot be found out
	 */
	default boolean renew(String holder) throws Exception {
		return true;
	}

}
