package io.jdaemon.posix;

import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * A failure in words for an operator, who has no use for the name of a class.
 */
public final class Reason {

	private Reason() {
	}

	/**
	 * The reason of a failure.
	 * @param failure the failure
	 * @return a clause without a period
	 */
	public static String of(Throwable failure) {
		String message = failure.getMessage();
		Throwable cause = failure.getCause();
		if (cause != null && (wraps(failure) || message == null || message.equals(cause.toString()))) {
			return of(cause);
		}
		if (failure instanceof FileSystemException file && file.getReason() == null) {
			return file.getFile() + ": " + ((file instanceof NoSuchFileException) ? "No such file or directory"
					: (file instanceof AccessDeniedException) ? "Permission denied" : words(failure));
		}
		if (failure instanceof NoClassDefFoundError && message != null) {
			return "the class " + message.replace('/', '.') + " is missing";
		}
		return (message == null || message.isBlank()) ? words(failure) : message;
	}

	private static boolean wraps(Throwable failure) {
		return failure instanceof UncheckedIOException || failure instanceof ExecutionException
				|| failure instanceof ExceptionInInitializerError || failure instanceof InvocationTargetException;
	}

	// "StackOverflowError" is "stack overflow".
	private static String words(Throwable failure) {
		return failure.getClass()
			.getSimpleName()
			.replaceFirst("(Exception|Error)$", "")
			.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
			.toLowerCase(Locale.ROOT);
	}

}
