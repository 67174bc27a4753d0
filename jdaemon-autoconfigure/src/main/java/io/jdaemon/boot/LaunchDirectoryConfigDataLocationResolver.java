package io.jdaemon.boot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.ConfigTreeConfigDataLocationResolver;
import org.springframework.boot.context.config.Profiles;
import org.springframework.boot.context.config.StandardConfigDataLocationResolver;
import org.springframework.boot.context.config.StandardConfigDataResource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.io.ResourceLoader;

/**
 * Finds configuration files where the launcher found them, in a daemon that runs in
 * another working directory. It resolves relative locations against the directory that
 * the launcher was started in: Spring Boot's own, those of {@code spring.config.location}
 * and imports in files. In any other process it resolves nothing.
 */
final class LaunchDirectoryConfigDataLocationResolver implements ConfigDataLocationResolver<ConfigDataResource> {

	private static final String SEPARATOR = ";";

	private static final String TREE = "configtree:";

	private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9*]*:.*");

	private final Optional<String> launchDirectory;

	private final StandardConfigDataLocationResolver standard;

	private final ConfigTreeConfigDataLocationResolver tree;

	public LaunchDirectoryConfigDataLocationResolver(DeferredLogFactory logFactory, Binder binder,
			ResourceLoader resourceLoader) {
		this(logFactory, binder, resourceLoader, JvmWideState.launchDirectory());
	}

	LaunchDirectoryConfigDataLocationResolver(DeferredLogFactory logFactory, Binder binder,
			ResourceLoader resourceLoader, Optional<String> launchDirectory) {
		this.launchDirectory = launchDirectory;
		this.standard = new StandardConfigDataLocationResolver(logFactory, binder, resourceLoader);
		this.tree = new ConfigTreeConfigDataLocationResolver(resourceLoader);
	}

	@Override
	public boolean isResolvable(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return this.launchDirectory.isPresent() && !absolute(context, location).equals(location.toString());
	}

	@Override
	public List<ConfigDataResource> resolve(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		ConfigDataLocation absolute = ConfigDataLocation.of(absolute(context, location));
		return List.copyOf(location.hasPrefix(TREE) ? this.tree.resolve(context, absolute)
				: this.standard.resolve(context, absolute));
	}

	@Override
	public List<ConfigDataResource> resolveProfileSpecific(ConfigDataLocationResolverContext context,
			ConfigDataLocation location, Profiles profiles) {
		ConfigDataLocation absolute = ConfigDataLocation.of(absolute(context, location));
		return location.hasPrefix(TREE) ? List.of()
				: List.copyOf(this.standard.resolveProfileSpecific(context, absolute, profiles));
	}

	// Without a prefix, a location in a file is relative to that file.
	private String absolute(ConfigDataLocationResolverContext context, ConfigDataLocation location) {
		return Arrays.stream(location.toString().split(SEPARATOR, -1))
			.map((part) -> absolute(part, context.getParent() instanceof StandardConfigDataResource))
			.collect(Collectors.joining(SEPARATOR));
	}

	private String absolute(String location, boolean inFile) {
		String optional = location.startsWith(ConfigDataLocation.OPTIONAL_PREFIX) ? ConfigDataLocation.OPTIONAL_PREFIX
				: "";
		String path = location.substring(optional.length());
		String directory = this.launchDirectory.orElseThrow() + "/";
		if (path.startsWith(TREE)) {
			String tree = path.substring(TREE.length());
			return tree.startsWith("/") ? location : optional + TREE + directory + tree;
		}
		String relative = path.startsWith("file:") ? path.substring("file:".length()) : path;
		boolean fixed = path.isBlank() || relative.startsWith("/") || URL.matcher(relative).matches()
				|| (inFile && relative.equals(path));
		return fixed ? location : optional + "file:" + encoded(directory) + relative;
	}

	// Encodes the characters that have a meaning in locations and in URLs.
	private static String encoded(String directory) {
		try {
			return new URI(null, null, directory, null).getRawPath().replace("*", "%2A").replace(";", "%3B");
		}
		catch (URISyntaxException ex) {
			return directory;
		}
	}

}
