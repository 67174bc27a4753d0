package io.jdaemon.process;

import java.util.ArrayList;
import java.util.List;

import io.jdaemon.output.StandardStreams;

/**
 * What a process that is to be started gets: descriptors of this process, which there
 * have the numbers in the order in which they are added, and first of all 0, 1 and 2.
 */
public final class ChildDescriptors {

	private final List<Integer> descriptors = new ArrayList<>();

	/**
	 * Begin with the standard streams.
	 * @param opened what they are to be
	 */
	public ChildDescriptors(StandardStreams.OpenStreams opened) {
		add(opened.in());
		add(opened.out());
		add(opened.err());
	}

	/**
	 * Add one.
	 * @param descriptor a descriptor of this process
	 * @return its number in the other
	 */
	public int add(int descriptor) {
		this.descriptors.add(descriptor);
		return this.descriptors.size() - 1;
	}

	/**
	 * All of them, for {@link io.jdaemon.posix.SpawnRequest}.
	 * @return descriptors of this process
	 */
	public List<Integer> list() {
		return List.copyOf(this.descriptors);
	}

}
