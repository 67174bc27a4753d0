package io.jdaemon.posix;

import java.util.List;

/**
 * As whom a thread or a process acts, see credentials(7). IDs are 32 bits without a sign,
 * as the kernel has them.
 *
 * @param uid the user, real, effective and saved
 * @param gid the group, real, effective and saved
 * @param groups all supplementary groups
 */
public record Credentials(int uid, int gid, List<Integer> groups) {

	/**
	 * Copy the list.
	 * @param uid the user
	 * @param gid the group
	 * @param groups all supplementary groups
	 */
	public Credentials {
		groups = List.copyOf(groups);
	}

}
