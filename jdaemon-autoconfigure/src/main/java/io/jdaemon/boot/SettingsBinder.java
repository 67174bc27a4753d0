package io.jdaemon.boot;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.jdaemon.lifecycle.ExitStatus;
import io.jdaemon.lifecycle.Mode;
import io.jdaemon.lifecycle.Origins;
import io.jdaemon.lifecycle.OutputFormat;
import io.jdaemon.lifecycle.Settings;
import io.jdaemon.lifecycle.SignalAction;
import io.jdaemon.lifecycle.StartException;
import io.jdaemon.lifecycle.Verb;
import io.jdaemon.process.ProcessSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Makes {@link Settings} of an environment, and a sentence of what is wrong in it.
 */
final class SettingsBinder {

	private static final String PREFIX = "jdaemon";

	private static final String DEFAULT_NAME = "application";

	private final ConfigurableEnvironment environment;

	private final JdaemonProperties properties;

	SettingsBinder(ConfigurableEnvironment environment) throws StartException {
		this.environment = environment;
		try {
			this.properties = Binder.get(environment).bindOrCreate(PREFIX, JdaemonProperties.class);
		}
		catch (BindException ex) {
			throw wrongValue(ex);
		}
	}

	Mode mode() {
		return this.properties.mode();
	}

	Verb command() {
		return this.properties.command();
	}

	boolean force() {
		return this.properties.force();
	}

	OutputFormat output() {
		return this.properties.output();
	}

	Settings settings(boolean detached) throws StartException {
		String configured = this.environment.getProperty("spring.application.name");
		String name = StringUtils.hasText(configured) ? configured : DEFAULT_NAME;
		return new Settings(name, detached, path("out", this.properties.out()), path("err", this.properties.err()),
				pidFile(name, detached), positive("startup-timeout", this.properties.startupTimeout()),
				positive("stop-timeout", this.properties.stopTimeout()), this.properties.quiet(), signals(detached),
				origins());
	}

	private @Nullable String pidFile(String name, boolean detached) {
		String configured = this.properties.pidFile();
		if (configured == null) {
			return detached ? name + ".pid" : null;
		}
		return StringUtils.hasText(configured) ? configured : null;
	}

	private String path(String property, String value) throws StartException {
		if (!StringUtils.hasText(value)) {
			throw wrong(PREFIX + "." + property, "is empty", "Name a file, or /dev/null.");
		}
		return value;
	}

	private Duration positive(String property, Duration value) throws StartException {
		if (value.isNegative() || value.isZero()) {
			throw wrong(PREFIX + "." + property, "is " + value.toMillis() + " ms",
					"Set a time above zero, such as 30s.");
		}
		return value;
	}

	private Map<ProcessSignal, SignalAction> signals(boolean detached) throws StartException {
		Map<ProcessSignal, SignalAction> signals = new EnumMap<>(ProcessSignal.class);
		signals.put(ProcessSignal.TERM, SignalAction.STOP);
		signals.put(ProcessSignal.INT, SignalAction.STOP);
		signals.put(ProcessSignal.USR1, SignalAction.RESTART);
		if (detached) {
			signals.put(ProcessSignal.HUP, SignalAction.REOPEN);
		}
		for (Map.Entry<String, SignalAction> entry : this.properties.signals().entrySet()) {
			signals.put(signal(entry.getKey()), entry.getValue());
		}
		return signals;
	}

	private ProcessSignal signal(String name) throws StartException {
		String known = names(ProcessSignal.values());
		String property = PREFIX + ".signals." + name;
		return switch (name.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "")) {
			case "QUIT" ->
				throw wrong(property, "cannot be set: the JVM prints its threads on QUIT", "Use one of " + known + ".");
			case "USR2" ->
				throw wrong(property, "cannot be set: HotSpot needs USR2 for itself", "Use one of " + known + ".");
			default -> ProcessSignal.named(name)
				.orElseThrow(() -> wrong(property, "is no signal that can be handled", "Use one of " + known + "."));
		};
	}

	private StartException wrongValue(BindException failure) {
		ConfigurationProperty property = failure.getProperty();
		String name = (property != null) ? property.getName().toString() : failure.getName().toString();
		Object value = (property != null) ? property.getValue() : null;
		Class<?> type = failure.getTarget().getType().resolve(Object.class);
		String action = type.isEnum() ? "Use one of " + names(type.getEnumConstants()).toLowerCase(Locale.ROOT) + "."
				: (type == Duration.class) ? "Use a duration such as 30s or 2m."
						: (type == Boolean.class || type == boolean.class) ? "Use true or false."
								: "Set a " + type.getSimpleName() + ".";
		return wrong(name, "is \"" + value + "\"", action);
	}

	private StartException wrong(String property, String problem, String action) {
		return new StartException(ExitStatus.WRONG_SETTING,
				"The property " + property + origin(property, " (set in ", ")") + " " + problem + ".", action);
	}

	private Origins origins() {
		return (property) -> property + origin(property, ", set in ", "");
	}

	private String origin(String property, String before, String after) {
		if (!ConfigurationPropertyName.isValid(property.toLowerCase(Locale.ROOT))) {
			return "";
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property.toLowerCase(Locale.ROOT));
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				Origin origin = found.getOrigin();
				return (origin != null) ? before + origin + after : "";
			}
		}
		return "";
	}

	private static String names(Object[] constants) {
		return Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", "));
	}

}
