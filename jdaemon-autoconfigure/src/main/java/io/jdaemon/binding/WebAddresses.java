package io.jdaemon.binding;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What the web servers of the application listen on, by Spring Boot's properties.
 */
public final class WebAddresses {

	private static final int DEFAULT_PORT = 8080;

	private WebAddresses() {
	}

	/**
	 * The addresses of the application's server and of the management server, if that has
	 * a port of its own.
	 * @param environment contains the properties
	 * @return each a port, or an address and a port; ephemeral ports are left out
	 */
	public static List<String> of(Environment environment) {
		return Stream.of(address(environment, "server", DEFAULT_PORT), address(environment, "management.server", 0))
			.filter(StringUtils::hasLength)
			.distinct()
			.toList();
	}

	private static String address(Environment environment, String prefix, int defaultPort) {
		int port = environment.getProperty(prefix + ".port", Integer.class, defaultPort);
		String host = environment.getProperty(prefix + ".address", "");
		return (port <= 0) ? ""
				: host.isEmpty() ? String.valueOf(port) : (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
	}

}
