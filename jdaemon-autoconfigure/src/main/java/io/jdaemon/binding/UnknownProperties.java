package io.jdaemon.binding;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.jdaemon.usage.TypingError;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties {@code jdaemon.*} that jdaemon does not know, in every source that can
 * list its names.
 */
public final class UnknownProperties {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(SettingsTable.PREFIX);

	private static final String SIGNALS = "jdaemon.signals";

	private UnknownProperties() {
	}

	/**
	 * What is wrong with the names in an environment.
	 * @param environment contains the properties
	 * @return a sentence or two for each unknown property
	 */
	public static List<String> warnings(Environment environment) {
		List<String> known = SettingsTable.names().toList();
		Set<String> warnings = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(PREFIX::isAncestorOf)
					.filter((name) -> known.stream().noneMatch((property) -> matches(source, name, property)))
					.map((name) -> warning(source, name, known))
					.forEach(warnings::add);
			}
		}
		return List.copyOf(warnings);
	}

	private static boolean matches(ConfigurationPropertySource source, ConfigurationPropertyName name,
			String property) {
		ConfigurationPropertyName known = ConfigurationPropertyName.of(property);
		if (name.equals(known) || property.equals(SIGNALS) && known.isAncestorOf(name)) {
			return true;
		}
		// A variable of the environment cannot show where a name has a dot and where a
		// dash: here JDAEMON_PID_FILE is jdaemon.pid.file.
		return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
				&& letters(name.toString()).equals(letters(property)) && source.getConfigurationProperty(known) != null;
	}

	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[-._]", "");
	}

	private static String warning(ConfigurationPropertySource source, ConfigurationPropertyName name,
			List<String> known) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		String origin = (property != null && property.getOrigin() != null) ? " (set in " + property.getOrigin() + ")"
				: "";
		String prefix = SettingsTable.PREFIX + ".";
		return "The property " + name + origin + " is unknown and is ignored."
				+ TypingError
					.nearest(name.toString().substring(prefix.length()),
							known.stream().map((candidate) -> candidate.substring(prefix.length())).toList())
					.map((nearest) -> " Did you mean " + prefix + nearest + "?")
					.orElse(" The command help prints the known ones.");
	}

}
