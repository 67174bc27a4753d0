package io.jdaemon.shutdown;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the thread that closes the application is doing, for a person who asks what a
 * process that did not close was waiting for.
 *
 * @param name the name of the thread
 * @param frames its stack, the innermost call first
 */
record ClosingThread(String name, List<StackTraceElement> frames) {

	private static final int PRINTED = 20;

	private static final int SHORT = 3;

	private static final String SHUTDOWN_HOOKS = "java.lang.ApplicationShutdownHooks";

	private static final String SPRING_BOOT_HOOK = "SpringApplicationShutdownHook";

	// They call the beans that are destroyed and stopped.
	private static final Set<String> CALLERS = Set.of("org.springframework.beans.factory.support.DisposableBeanAdapter",
			"org.springframework.context.support.DefaultLifecycleProcessor");

	private static final List<String> REFLECTION = List.of("java.lang.", "jdk.internal.", "sun.reflect.",
			"org.springframework.util.", "org.springframework.beans.factory.support.", "org.springframework.aop.");

	/**
	 * Look at a thread. If it only waits for the JVM's shutdown hooks, look at that of
	 * Spring Boot, which closes the contexts.
	 * @param thread the thread that was started to close the application
	 * @return what it is doing now
	 */
	static ClosingThread of(Thread thread) {
		ClosingThread closing = new ClosingThread(thread.getName(), List.of(thread.getStackTrace()));
		boolean exiting = closing.frames.stream().anyMatch((frame) -> frame.getClassName().equals(SHUTDOWN_HOOKS));
		return Stream.of(exiting)
			.filter(Boolean::booleanValue)
			.flatMap((yes) -> Thread.getAllStackTraces().entrySet().stream())
			.filter((other) -> other.getKey().getName().equals(SPRING_BOOT_HOOK) && other.getValue().length > 0)
			.findFirst()
			.map((hook) -> new ClosingThread(SPRING_BOOT_HOOK, Arrays.asList(hook.getValue())))
			.orElse(closing);
	}

	/**
	 * The call that does not return.
	 * @return a clause: the method of a bean where it can be told, else the innermost
	 * calls of the thread
	 */
	String waitingFor() {
		return IntStream.range(0, this.frames.size())
			.filter((index) -> CALLERS.contains(this.frames.get(index).getClassName()))
			.boxed()
			.findFirst()
			.flatMap(this::calledBy)
			.map((bean) -> bean.getClassName() + "." + bean.getMethodName() + " of a bean that is "
					+ "destroyed or stopped (thread " + this.name + ")")
			.orElseGet(() -> "the thread " + this.name
					+ this.frames.stream()
						.limit(SHORT)
						.map((frame) -> frame.getClassName() + "." + frame.getMethodName())
						.collect(Collectors.joining(", called by ", " in ", "")));
	}

	// The outermost call of the bean itself
	private Optional<StackTraceElement> calledBy(int caller) {
		return IntStream.range(0, caller)
			.mapToObj((index) -> this.frames.get(caller - 1 - index))
			.filter((frame) -> REFLECTION.stream().noneMatch(frame.getClassName()::startsWith))
			.findFirst();
	}

	/**
	 * The top of the stack, as in a thread dump.
	 * @return lines
	 */
	String dump() {
		return this.frames.stream()
			.limit(PRINTED)
			.map((frame) -> System.lineSeparator() + "\tat " + frame)
			.collect(Collectors.joining("", "\"" + this.name + "\"", ""));
	}

}
