package io.jdaemon.process;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Whether the next image requires an option that enables native access, see JEP 472.
 */
public final class NativeAccess {

	private static final int FIRST_WARNING_RELEASE = 24;

	private static final List<String> CACHES = List.of("-XX:SharedArchiveFile", "-XX:AOT", "-XX:ArchiveClassesAtExit",
			"-XX:+AutoCreateSharedArchive");

	private NativeAccess() {
	}

	/**
	 * Whether an image like this one prints a warning that an option would prevent. Call
	 * this before the first native call: the JVM warns once and then regards native
	 * access as enabled.
	 * @return whether to use {@link ProcessImage#withNativeAccess()}
	 */
	public static boolean missing() {
		return Runtime.version().feature() >= FIRST_WARNING_RELEASE && !enabled() && !usesCache();
	}

	private static boolean enabled() {
		try {
			// Final since Java 22, while jdaemon is compiled for Java 17.
			Method method = Module.class.getMethod("isNativeAccessEnabled");
			return (boolean) method.invoke(NativeAccess.class.getModule());
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			return true;
		}
	}

	private static boolean usesCache() {
		return ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.anyMatch((argument) -> CACHES.stream().anyMatch(argument::startsWith));
	}

}
