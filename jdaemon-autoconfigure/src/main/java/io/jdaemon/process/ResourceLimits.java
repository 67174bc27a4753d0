package io.jdaemon.process;

import java.util.ArrayList;
import java.util.List;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The soft resource limits of this process at one moment, which are restored for the next
 * image.
 */
public final class ResourceLimits {

	private final Posix posix;

	private final List<Long> soft;

	private ResourceLimits(Posix posix, List<Long> soft) {
		this.posix = posix;
		this.soft = soft;
	}

	/**
	 * Read the soft limits of this process.
	 * @return the current limits
	 */
	public static ResourceLimits read(Posix posix) throws PosixException {
		List<Long> soft = new ArrayList<>();
		for (int resource = 0; resource < Posix.RLIM_NLIMITS; resource++) {
			soft.add(posix.getrlimit(resource)[0]);
		}
		return new ResourceLimits(posix, List.copyOf(soft));
	}

	/**
	 * Restore the soft limits. A hard limit that was lowered meanwhile bounds the soft
	 * one.
	 */
	public void restore() throws PosixException {
		for (int resource = 0; resource < Posix.RLIM_NLIMITS; resource++) {
			long[] limits = this.posix.getrlimit(resource);
			long soft = this.soft.get(resource);
			if (limits[0] != soft) {
				limits[0] = (Long.compareUnsigned(soft, limits[1]) < 0) ? soft : limits[1];
				this.posix.setrlimit(resource, limits);
			}
		}
	}

}
