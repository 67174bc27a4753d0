package io.jdaemon.process;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Whether the next image must be told to enable native access, see JEP 472.
 */
public final class NativeAccess {

	private static final int WARNS_SINCE = 24;

	private static final List<String> CACHES = List.of("-XX:SharedArchiveFile", "-XX:AOT", "-XX:ArchiveClassesAtExit",
			"-XX:+AutoCreateSharedArchive");

	private NativeAccess() {
	}

	/**
	 * Whether an image like this one prints a warning that one option would prevent. Ask
	 * before the first native call: the JVM warns once and then counts it as enabled.
	 * @return whether to use {@link ProcessImage#withNativeAccess()}
	 */
	public static boolean missing() {
		return Runtime.version().feature() >= WARNS_SINCE && !enabled() && !boundToCache();
	}

	private static boolean enabled() {
		try {
			// final since Java 22
			Method method = Module.class.getMethod("isNativeAccessEnabled");
			return (boolean) method.invoke(NativeAccess.class.getModule());
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			return true;
		}
	}

	private static boolean boundToCache() {
		return ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.anyMatch((argument) -> CACHES.stream().anyMatch(argument::startsWith));
	}

}
