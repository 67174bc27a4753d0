package io.jdaemon.boot;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Loads the classes that a stop, a restart and a halt need, while the jar is the one that
 * the application was started from. If the jar is overwritten later, no other class can
 * be loaded from it. They are all classes of the packages that take part, among them
 * those that the compiler makes up, such as for a switch over an enum, and those of JNA.
 */
final class EndingClasses {

	private static final Log logger = LogFactory.getLog(EndingClasses.class);

	// Each of them costs a pass over the jars.
	private static final List<String> PATTERNS = List.of("com/sun/jna/*.class", "io/jdaemon/**/*.class");

	private static final Pattern NEEDED = Pattern.compile(
			"(com/sun/jna|io/jdaemon(/(lifecycle|restart|rehearsal|warm|shutdown|status|pidfile|sockets|process|output"
					+ "|signals|posix|settings|systemd|log|boot|fleet)(/.*)?)?)/[^/]+");

	// What only an instance of a fleet needs
	private static final Pattern FLEET = Pattern
		.compile("io/jdaemon/(fleet/.*|RestartPermit.*|settings/FleetSettings.*)");

	private static final String SUFFIX = ".class";

	private EndingClasses() {
	}

	/**
	 * Load them.
	 * @param fleet whether this instance belongs to a fleet
	 */
	static void load(boolean fleet) {
		ClassLoader loader = EndingClasses.class.getClassLoader();
		PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver(loader);
		for (String pattern : PATTERNS) {
			String root = pattern.substring(0, pattern.indexOf('*'));
			try {
				for (Resource resource : resources.getResources("classpath*:" + pattern)) {
					String location = resource.getURL().getPath();
					load(location.substring(location.lastIndexOf(root)), fleet, loader);
				}
			}
			catch (IOException ex) {
				logger.debug("The classes " + pattern + " cannot be listed", ex);
			}
		}
	}

	private static void load(String path, boolean fleet, ClassLoader loader) {
		if (!NEEDED.matcher(path).matches() || !fleet && FLEET.matcher(path).matches()) {
			return;
		}
		try {
			Class.forName(path.substring(0, path.length() - SUFFIX.length()).replace('/', '.'), false, loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// It belongs to something that the application does not have.
		}
	}

}
