package io.jdaemon.binding;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.jdaemon.usage.SettingInEffect;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * All properties of {@link JdaemonProperties}, by the names of its components.
 */
final class SettingsTable {

	static final String PREFIX = "jdaemon";

	private static final String UNCHANGED = "unchanged";

	private final Function<String, Optional<String>> origins;

	/**
	 * Create a table.
	 * @param origins where a property was set
	 */
	SettingsTable(Function<String, Optional<String>> origins) {
		this.origins = origins;
	}

	/**
	 * The names of all properties. A map has one name for all its entries.
	 * @return names such as "jdaemon.pid-file"
	 */
	static Stream<String> names() {
		return names(PREFIX, JdaemonProperties.class);
	}

	private static Stream<String> names(String prefix, Class<?> type) {
		return Stream.of(type.getRecordComponents())
			.flatMap((component) -> component.getType().isRecord() ? names(name(prefix, component), component.getType())
					: Stream.of(name(prefix, component)));
	}

	/**
	 * All properties and their values.
	 * @param properties the configured values
	 * @param filled values that take the place of configured ones
	 * @return one setting for each property and each entry of a map
	 */
	List<SettingInEffect> settings(JdaemonProperties properties, Map<String, @Nullable Object> filled) {
		return settings(PREFIX, properties, filled).toList();
	}

	private Stream<SettingInEffect> settings(String prefix, Object values, Map<String, @Nullable Object> filled) {
		return Stream.of(values.getClass().getRecordComponents()).flatMap((component) -> {
			String name = name(prefix, component);
			Object value = filled.containsKey(name) ? filled.get(name) : value(component, values);
			if (value instanceof Record nested) {
				return settings(name, nested, filled);
			}
			if (value instanceof Map<?, ?> map) {
				return map.entrySet().stream().map((entry) -> setting(name + "." + entry.getKey(), entry.getValue()));
			}
			return Stream.of(setting(name, value));
		});
	}

	private SettingInEffect setting(String name, @Nullable Object value) {
		return new SettingInEffect(name, text(value), this.origins.apply(name).orElse("default"));
	}

	private static String name(String prefix, RecordComponent component) {
		return prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
	}

	private static @Nullable Object value(RecordComponent component, Object values) {
		try {
			return component.getAccessor().invoke(values);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(@Nullable Object value) {
		if (value instanceof Duration duration) {
			return (duration.toMillisPart() == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
		}
		if (value instanceof Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		return Objects.toString(value, UNCHANGED);
	}

}
