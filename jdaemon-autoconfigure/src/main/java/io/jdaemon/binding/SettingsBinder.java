package io.jdaemon.binding;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.jdaemon.Mode;
import io.jdaemon.command.CommandName;
import io.jdaemon.command.OutputFormat;
import io.jdaemon.posix.PathName;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.Seconds;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.PropertyOrigins;
import io.jdaemon.settings.ReadyAfter;
import io.jdaemon.settings.RestartSettings;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.WarmSettings;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.usage.SettingInEffect;
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
 * Creates {@link Settings} from an environment, or a sentence on what is wrong in it.
 */
public final class SettingsBinder {

	private static final String PREFIX = SettingsTable.PREFIX;

	private static final String SIGNALS = PREFIX + ".signals";

	private static final String DEFAULT_NAME = "application";

	private static final int OCTAL = 8;

	private final ConfigurableEnvironment environment;

	private final JdaemonProperties properties;

	private final Optional<String> base;

	/**
	 * Bind the properties.
	 * @param environment contains the properties
	 * @param base the directory that relative paths are resolved against, if it is not
	 * the working directory
	 * @throws StartException if a property cannot be bound
	 */
	public SettingsBinder(ConfigurableEnvironment environment, Optional<String> base) throws StartException {
		this.environment = environment;
		this.base = base;
		try {
			this.properties = Binder.get(environment).bindOrCreate(PREFIX, JdaemonProperties.class);
		}
		catch (BindException ex) {
			throw wrongValue(ex);
		}
	}

	/**
	 * The configured mode.
	 * @return the mode
	 */
	public Mode mode() {
		return this.properties.mode();
	}

	/**
	 * The command that the property names.
	 * @return the command
	 */
	public CommandName command() {
		return this.properties.command();
	}

	/**
	 * When the application is ready.
	 * @return the event after which it is
	 */
	public ReadyAfter readyAfter() {
		return this.properties.readyAfter();
	}

	/**
	 * Whether "stop" kills what does not stop.
	 * @return whether it does
	 */
	public boolean force() {
		return this.properties.force();
	}

	/**
	 * Whether to print nothing on success.
	 * @return whether to be quiet
	 */
	public boolean quiet() {
		return this.properties.quiet();
	}

	/**
	 * The format of the command "status".
	 * @return the format
	 */
	public OutputFormat output() {
		return this.properties.output();
	}

	/**
	 * The settings of one instance.
	 * @param detached whether the process is, or is to become, a daemon
	 * @return the settings, with defaults filled in
	 * @throws StartException if a value is wrong
	 */
	public Settings settings(boolean detached) throws StartException {
		String configured = this.environment.getProperty("spring.application.name");
		String name = StringUtils.hasText(configured) ? configured : DEFAULT_NAME;
		return new Settings(name, detached, path("out", this.properties.out()), path("err", this.properties.err()),
				pidFile(name, detached), positive("startup-timeout", this.properties.startupTimeout()),
				positive("stop-timeout", this.properties.stopTimeout()), this.properties.quiet(), signals(detached),
				process(),
				new RestartSettings(this.properties.restart().strategy(),
						positive("restart.drain-timeout", this.properties.restart().drainTimeout()),
						this.properties.restart().unsharedPorts(), this.properties.restart().rehearsal(),
						fleet(pidFile(name, detached))),
				new WarmSettings(this.properties.warmStart(), warmStartDirectory(pidFile(name, detached), name)),
				origins());
	}

	/**
	 * The settings in effect when detached, for the command help.
	 * @return each property, and each signal, with its value and its origin
	 * @throws StartException if a value is wrong
	 */
	public List<SettingInEffect> inEffect() throws StartException {
		Settings settings = settings(true);
		SettingsTable table = new SettingsTable(this::origin);
		Map<String, @Nullable Object> filled = new HashMap<>();
		filled.put(PREFIX + ".pid-file", Objects.requireNonNullElse(settings.pidFile(), "none"));
		filled.put(PREFIX + ".restart.strategy", settings.restart().strategy());
		filled.put(PREFIX + ".warm-start-directory", settings.warm().directory());
		filled.put(SIGNALS, new EnumMap<>(settings.signals()));
		return table.settings(this.properties, filled);
	}

	private @Nullable FleetSettings fleet(@Nullable String pidFile) throws StartException {
		String name = this.properties.fleet().name();
		if (name == null) {
			return null;
		}
		String directory = this.base.orElseGet(() -> System.getProperty("user.dir"));
		return new FleetBinder(name, this.properties.fleet(),
				(pidFile != null) ? PathName.absolute(directory, pidFile) : null,
				(property, problem, action) -> wrong(PREFIX + "." + property, problem, action))
			.settings();
	}

	private @Nullable String pidFile(String name, boolean detached) {
		String configured = this.properties.pidFile();
		if (configured == null) {
			return detached ? absolute(name + ".pid") : null;
		}
		return StringUtils.hasText(configured) ? absolute(configured) : null;
	}

	// Beside the PID file
	private String warmStartDirectory(@Nullable String pidFile, String name) throws StartException {
		String directory = text("warm-start-directory", this.properties.warmStartDirectory(), "Name a directory.");
		if (directory != null) {
			return absolute(directory);
		}
		String beside = (pidFile != null) ? pidFile : absolute(name.replace('/', '_'));
		int file = beside.lastIndexOf('/') + 1;
		return beside.substring(0, file) + "." + beside.substring(file).replaceFirst("(?<=.)\\.pid$", "") + "-warm";
	}

	private String absolute(String path) {
		return path.startsWith("/") ? path : this.base.map((directory) -> directory + "/" + path).orElse(path);
	}

	private ProcessSettings process() throws StartException {
		String directory = text("working-directory", this.properties.workingDirectory(), "Name a directory.");
		return new ProcessSettings(text("user", this.properties.user(), "Name a user."),
				text("group", this.properties.group(), "Name a group."), umask(),
				(directory != null) ? absolute(directory) : null);
	}

	// An empty value may come from a variable that is not set. It must not mean
	// "unchanged", which may be root.
	private @Nullable String text(String property, @Nullable String value, String action) throws StartException {
		if (value != null && !StringUtils.hasText(value)) {
			throw wrong(PREFIX + "." + property, "is empty", action);
		}
		return value;
	}

	private @Nullable Integer umask() throws StartException {
		String property = PREFIX + ".umask";
		String umask = this.properties.umask();
		if (umask == null) {
			return null;
		}
		ConfigurationProperty found = find(property);
		if (found != null && found.getValue() instanceof Number) {
			// YAML reads 027 as octal and passes on 23.
			throw wrong(property, "is a number, " + umask + ", so its octal digits are unknown",
					"Put it in quotes, such as \"027\".");
		}
		if (!umask.matches("0?[0-7]{3}")) {
			throw wrong(property, "is \"" + umask + "\"", "Use three octal digits, such as \"027\".");
		}
		return Integer.valueOf(umask, OCTAL);
	}

	private String path(String property, String value) throws StartException {
		if (!StringUtils.hasText(value)) {
			throw wrong(PREFIX + "." + property, "is empty", "Name a file, or /dev/null.");
		}
		return absolute(value);
	}

	private Duration positive(String property, Duration value) throws StartException {
		if (value.isNegative() || value.isZero()) {
			throw wrong(PREFIX + "." + property, "is " + Seconds.of(value) + " s",
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
		String property = SIGNALS + "." + name;
		return switch (name.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "")) {
			case "QUIT" ->
				throw wrong(property, "cannot be set: the JVM prints its threads on QUIT", "Use one of " + known + ".");
			case "USR2" ->
				throw wrong(property, "cannot be set: HotSpot needs USR2 for itself", "Use one of " + known + ".");
			default -> ProcessSignal.named(name)
				.orElseThrow(() -> wrong(property, "is not a signal that can be handled", "Use one of " + known + "."));
		};
	}

	private StartException wrongValue(BindException failure) {
		ConfigurationProperty property = failure.getProperty();
		String name = (property != null) ? property.getName().toString() : failure.getName().toString();
		Object value = (property != null) ? property.getValue() : null;
		Class<?> type = failure.getTarget().getType().resolve(Object.class);
		String action = type.isEnum()
				? "Use one of " + names(type.getEnumConstants()).toLowerCase(Locale.ROOT).replace('_', '-') + "."
				: (type == Duration.class) ? "Use a duration such as 30s or 2m."
						: (type == Boolean.class || type == boolean.class) ? "Use true or false."
								: "Set a " + type.getSimpleName() + ".";
		return wrong(name, "is \"" + value + "\"", action);
	}

	private StartException wrong(String property, String problem, String action) {
		return new StartException(ExitStatus.WRONG_SETTING,
				"The property " + property + origin(property, " (set in ", ")") + " " + problem + ".", action);
	}

	private PropertyOrigins origins() {
		return (property) -> property + origin(property, ", set in ", "");
	}

	private String origin(String property, String before, String after) {
		return origin(property).map((origin) -> before + origin + after).orElse("");
	}

	private Optional<String> origin(String property) {
		return Optional.ofNullable(find(property)).map(ConfigurationProperty::getOrigin).map(Origin::toString);
	}

	private @Nullable ConfigurationProperty find(String property) {
		if (!ConfigurationPropertyName.isValid(property.toLowerCase(Locale.ROOT))) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property.toLowerCase(Locale.ROOT));
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private static String names(Object[] constants) {
		return Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", "));
	}

}
