package io.jdaemon.process;

import java.util.ArrayList;
import java.util.List;

import io.jdaemon.posix.Posix;
import io.jdaemon.posix.PosixException;

/**
 * The soft resource limits of this process at one moment, to be given to the next image.
 */
public final class ResourceLimits {

	private final Posix posix;

	private final List<Long> soft;

	private ResourceLimits(Posix posix, List<Long> soft) {
		this.posix = posix;
		this.soft = soft;
	}

	/**
	 * Read the limits of this process.
	 * @return the limits now
	 */
	public static ResourceLimits read(Posix posix) throws PosixException {
		List<Long> soft = new ArrayList<>();
		for (int resource = 0; resource < Posix.RLIM_NLIMITS; resource++) {
			soft.add(posix.getrlimit(resource)[0]);
		}
		return new ResourceLimits(posix, List.copyOf(soft));
	}

	/**
	 * Set the soft limits to what they were; a hard limit lowered meanwhile bounds them.
	 */
	public void restore() throws PosixException {
		for (int resource = 0; resource < Posix.RLIM_NLIMITS; resource++) {
			long[] limits = this.posix.getrlimit(resource);
			long wanted = this.soft.get(resource);
			if (limits[0] != wanted) {
				limits[0] = (Long.compareUnsigned(wanted, limits[1]) < 0) ? wanted : limits[1];
				this.posix.setrlimit(resource, limits);
			}
		}
	}

}
