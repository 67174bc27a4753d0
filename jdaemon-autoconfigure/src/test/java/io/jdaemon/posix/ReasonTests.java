package io.jdaemon.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reason}.
 */
class ReasonTests {

	@ParameterizedTest
	@MethodSource
	void reasonHasNoNameOfAnException(Throwable failure, String reason) {
		assertThat(Reason.of(failure)).isEqualTo(reason);
	}

	static Stream<Arguments> reasonHasNoNameOfAnException() {
		IOException broken = new IOException("the pipe is broken");
		return Stream.of(Arguments.of(broken, "the pipe is broken"),
				Arguments.of(new UncheckedIOException(broken), "the pipe is broken"),
				Arguments.of(new UncheckedIOException("while reading", broken), "the pipe is broken"),
				Arguments.of(new ExecutionException(broken), "the pipe is broken"),
				Arguments.of(new IllegalStateException(broken), "the pipe is broken"),
				Arguments.of(new IllegalStateException("it is closed", broken), "it is closed"),
				Arguments.of(new ExceptionInInitializerError(broken), "the pipe is broken"),
				Arguments.of(new PosixException("open a", 13, "Permission denied"), "open a: Permission denied"),
				Arguments.of(new NoSuchFileException("/a"), "/a: No such file or directory"),
				Arguments.of(new AccessDeniedException("/a"), "/a: Permission denied"),
				Arguments.of(new DirectoryNotEmptyException("/a"), "/a: directory not empty"),
				Arguments.of(new FileSystemException("/a", null, "Too many open files"), "/a: Too many open files"),
				Arguments.of(new NoClassDefFoundError("com/sun/jna/Native"), "the class com.sun.jna.Native is missing"),
				Arguments.of(new StackOverflowError(), "stack overflow"), Arguments.of(new IOException(), "io"),
				Arguments.of(new NullPointerException(" "), "null pointer"));
	}

}
