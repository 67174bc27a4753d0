package io.jdaemon.boot;

import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Detects whether the application that is starting is the one that was run, and not one
 * that it starts on its way: Spring Cloud's bootstrap, or a parent in a hierarchy. Those
 * publish the same events.
 */
final class OutermostApplication {

	private static final String RUN_DESCRIPTOR = "([Ljava/lang/String;)Lorg/springframework/context/ConfigurableApplicationContext;";

	private OutermostApplication() {
	}

	static boolean starting() {
		List<StackWalker.StackFrame> frames = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
			.walk((stack) -> stack
				.filter((frame) -> frame.getMethodName().equals("run") && frame.getDescriptor().equals(RUN_DESCRIPTOR))
				.toList());
		return count(frames, SpringApplication.class) == 1 && count(frames, SpringApplicationBuilder.class) <= 1;
	}

	private static long count(List<StackWalker.StackFrame> frames, Class<?> type) {
		return frames.stream().filter((frame) -> type.isAssignableFrom(frame.getDeclaringClass())).count();
	}

}
