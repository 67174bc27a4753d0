package io.jdaemon.posix;

import java.util.List;

/**
 * The user and the groups that a thread or a process runs as, see credentials(7). IDs are
 * unsigned 32-bit numbers, as in the kernel.
 *
 * @param uid the real, effective and saved user ID
 * @param gid the real, effective and saved group ID
 * @param groups the IDs of all supplementary groups
 */
public record Credentials(int uid, int gid, List<Integer> groups) {

	/**
	 * Create credentials with a copy of the list.
	 * @param uid the user ID
	 * @param gid the group ID
	 * @param groups the IDs of all supplementary groups
	 */
	public Credentials {
		groups = List.copyOf(groups);
	}

}
