package io.jdaemon.process;

import java.util.ArrayList;
import java.util.List;

import io.jdaemon.output.StandardStreams;

/**
 * The descriptors that a new process gets. Each is a descriptor of this process; in the
 * new process they are numbered from 0 in the order in which they were added, so the
 * first three are standard input, output and error.
 */
public final class ChildDescriptors {

	private final List<Integer> descriptors = new ArrayList<>();

	/**
	 * Start with the standard streams of the new process.
	 * @param streams the open streams
	 */
	public ChildDescriptors(StandardStreams.OpenStreams streams) {
		add(streams.in());
		add(streams.out());
		add(streams.err());
	}

	/**
	 * Add a descriptor.
	 * @param descriptor a descriptor of this process
	 * @return its number in the new process
	 */
	public int add(int descriptor) {
		this.descriptors.add(descriptor);
		return this.descriptors.size() - 1;
	}

	/**
	 * Add descriptors of the service manager.
	 * @param passed descriptors of this process
	 * @return their numbers in the new process
	 */
	public List<ListenDescriptor> addAll(List<ListenDescriptor> passed) {
		return passed.stream().map((each) -> new ListenDescriptor(add(each.descriptor()), each.name(), false)).toList();
	}

	/**
	 * All descriptors, for {@link io.jdaemon.posix.SpawnRequest}.
	 * @return descriptors of this process, in order
	 */
	public List<Integer> list() {
		return List.copyOf(this.descriptors);
	}

}
