package io.jdaemon.boot;

import java.io.IOException;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Loads the classes that a stop, a restart and a halt need, while the jar is the one that
 * the application was started from. If the jar is overwritten later, no other class can
 * be loaded from it. They are all classes of the packages that take part, among them
 * those that the compiler makes up, such as for a switch over an enum.
 */
final class EndingClasses {

	private static final Log logger = LogFactory.getLog(EndingClasses.class);

	private static final List<String> PACKAGES = List.of("lifecycle", "restart", "shutdown", "status", "pidfile",
			"sockets", "process", "output", "signals", "posix", "settings", "boot");

	private static final String ROOT = "io/jdaemon/";

	private EndingClasses() {
	}

	static void load() {
		ClassLoader loader = EndingClasses.class.getClassLoader();
		PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver(loader);
		for (String name : PACKAGES) {
			try {
				for (Resource resource : resources.getResources("classpath*:" + ROOT + name + "/*.class")) {
					load(ROOT + name + "/" + resource.getFilename(), loader);
				}
			}
			catch (IOException ex) {
				logger.debug("The classes of " + name + " cannot be listed", ex);
			}
		}
	}

	private static void load(String path, ClassLoader loader) {
		try {
			Class.forName(path.substring(0, path.length() - ".class".length()).replace('/', '.'), false, loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// It belongs to something that the application does not have.
		}
	}

}
