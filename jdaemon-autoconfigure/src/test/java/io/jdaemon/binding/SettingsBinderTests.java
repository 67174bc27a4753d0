package io.jdaemon.binding;

import java.io.IOException;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.jdaemon.Mode;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.ReadyAfter;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.StartException;
import io.jdaemon.settings.WarmSettings;
import io.jdaemon.settings.WarmStartMode;
import io.jdaemon.settings.WithoutCoordinator;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import io.jdaemon.usage.SettingInEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link SettingsBinder}.
 */
class SettingsBinderTests {

	private final Map<String, Object> properties = new HashMap<>();

	private final Map<String, Object> variables = new HashMap<>();

	private Optional<String> base = Optional.empty();

	@Test
	void modeIsAutoUnlessSet() throws StartException {
		assertThat(binder().mode()).isEqualTo(Mode.AUTO);
		this.properties.put("jdaemon.mode", "Foreground");
		assertThat(binder().mode()).isEqualTo(Mode.FOREGROUND);
	}

	@Test
	void thereIsNoFleetUnlessItHasAName() throws StartException {
		this.properties.put("jdaemon.fleet.max-parallel", "2");
		assertThat(binder().settings(true).restart().fleet()).isNull();
	}

	@Test
	void holderOfAPermitIsTheHostAndThePidFile() throws StartException, IOException {
		this.base = Optional.of("/srv/orders");
		this.properties.put("jdaemon.fleet.name", "orders");
		String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
		this.properties.put("jdaemon.pid-file", "run/../orders.pid");
		this.properties.put("jdaemon.fleet.host", "host-1");
		FleetSettings fleet = binder().settings(false).restart().fleet();
		assertThat(fleet).isEqualTo(new FleetSettings("orders", "host-1:/srv/orders/orders.pid", 1,
				Duration.ofMinutes(10), Duration.ofSeconds(10), WithoutCoordinator.REFUSE, null));
		assertThat(fleet.host()).isEqualTo("host-1");
		assumeThat(host).isNotIn("localhost", "(none)");
		this.properties.remove("jdaemon.fleet.host");
		assertThat(binder().settings(false).restart().fleet().host()).isEqualTo(host);
	}

	@ParameterizedTest
	@CsvSource({ "name, ' ', is empty", "max-parallel, 0, is 0", "patience, -1s, is negative",
			"settle, -1s, is negative", "host, '', is empty", "fleet-lock-url, ftp://locks, is \"ftp://locks\"",
			"fleet-lock-url, http://a b, is \"http://a b\"", "fleet-lock-url, ftp://me:secret@a, is \"ftp://a\"",
			"fleet-lock-url, https://{}, is \"https://{}\"" })
	void wrongSettingOfAFleetIsRefused(String property, String value, String problem) {
		this.properties.put("jdaemon.fleet.name", "orders");
		this.properties.put("jdaemon.fleet.host", "host-1");
		this.properties.put("jdaemon.fleet." + property, value);
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> binder().settings(true))
			.withMessageContaining("The property jdaemon.fleet." + property)
			.withMessageContaining(problem + ".")
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(ExitStatus.WRONG_SETTING));
	}

	@Test
	void fleetNeedsAPidFile() {
		this.properties.put("jdaemon.fleet.name", "orders");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> binder().settings(false))
			.withMessageContaining("no PID file");
	}

	@Test
	void readyIsAfterTheRunnersUnlessSet() throws StartException {
		assertThat(binder().readyAfter()).isEqualTo(ReadyAfter.RUNNERS);
		this.properties.put("jdaemon.ready-after", "started");
		assertThat(binder().readyAfter()).isEqualTo(ReadyAfter.STARTED);
	}

	@Test
	void settingsWhenDetachedHaveDefaults() throws StartException {
		Settings settings = binder().settings(true);
		assertThat(settings.name()).isEqualTo("application");
		assertThat(settings.detached()).isTrue();
		assertThat(settings.out()).isEqualTo("/dev/null");
		assertThat(settings.err()).isEqualTo("/dev/null");
		assertThat(settings.pidFile()).isEqualTo("application.pid");
		assertThat(settings.startupTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(45));
		assertThat(settings.signals()).containsOnly(entry(ProcessSignal.TERM, SignalAction.STOP),
				entry(ProcessSignal.INT, SignalAction.STOP), entry(ProcessSignal.USR1, SignalAction.RESTART),
				entry(ProcessSignal.HUP, SignalAction.REOPEN));
	}

	@Test
	void settingsInTheForegroundHaveNeitherPidFileNorHup() throws StartException {
		Settings settings = binder().settings(false);
		assertThat(settings.detached()).isFalse();
		assertThat(settings.pidFile()).isNull();
		assertThat(settings.signals()).containsOnlyKeys(ProcessSignal.TERM, ProcessSignal.INT, ProcessSignal.USR1);
	}

	@Test
	void settingsAreNamedAfterTheApplication() throws StartException {
		this.properties.put("spring.application.name", "orders");
		assertThat(binder().settings(true).name()).isEqualTo("orders");
		assertThat(binder().settings(true).pidFile()).isEqualTo("orders.pid");
	}

	@Test
	void settingsWhenNameIsEmptyAreNamedApplication() throws StartException {
		this.properties.put("spring.application.name", "");
		assertThat(binder().settings(true).name()).isEqualTo("application");
		assertThat(binder().settings(true).pidFile()).isEqualTo("application.pid");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void pidFileIsUsedInEveryMode(boolean detached) throws StartException {
		this.properties.put("jdaemon.pid-file", "run/o.pid");
		assertThat(binder().settings(detached).pidFile()).isEqualTo("run/o.pid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void pidFileWhenEmptyIsNone(String value) throws StartException {
		this.properties.put("jdaemon.pid-file", value);
		assertThat(binder().settings(true).pidFile()).isNull();
	}

	@Test
	void settingsAlsoComeFromEnvironmentVariables() throws StartException {
		this.variables.put("JDAEMON_PIDFILE", "o.pid");
		this.variables.put("JDAEMON_STOPTIMEOUT", "3s");
		this.variables.put("JDAEMON_SIGNALS_URG", "restart");
		Settings settings = binder().settings(true);
		assertThat(settings.pidFile()).isEqualTo("o.pid");
		assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(settings.signals()).containsEntry(ProcessSignal.URG, SignalAction.RESTART);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALRM", "alrm", "SIGALRM", "sigalrm" })
	void signalIsKnownInEverySpelling(String name) throws StartException {
		this.properties.put("jdaemon.signals." + name, "stop");
		assertThat(binder().settings(true).signals()).hasSize(5).containsEntry(ProcessSignal.ALRM, SignalAction.STOP);
	}

	@ParameterizedTest
	@CsvSource({ "10, 10000", "10s, 10000", "1500ms, 1500", "2m, 120000", "PT3S, 3000" })
	void durationWithoutUnitIsInSeconds(String value, long millis) throws StartException {
		for (String property : List.of("startup-timeout", "stop-timeout", "restart.drain-timeout")) {
			this.properties.put("jdaemon." + property, value);
		}
		Settings settings = binder().settings(true);
		assertThat(List.of(settings.startupTimeout(), settings.stopTimeout(), settings.restart().drainTimeout()))
			.containsOnly(Duration.ofMillis(millis));
	}

	@Test
	void everyDurationHasSecondsAsItsUnit() {
		List<Parameter> durations = Stream.of(JdaemonProperties.class, JdaemonProperties.Restart.class)
			.flatMap((type) -> Stream.of(type.getDeclaredConstructors()[0].getParameters()))
			.filter((parameter) -> parameter.getType() == Duration.class)
			.toList();
		assertThat(durations).hasSizeGreaterThanOrEqualTo(3)
			.allSatisfy((parameter) -> assertThat(parameter.getAnnotation(DurationUnit.class)).isNotNull()
				.returns(ChronoUnit.SECONDS, DurationUnit::value));
	}

	@Test
	void durationThatYamlHasReadAsNumberIsInSeconds() throws StartException {
		this.properties.put("jdaemon.stop-timeout", 10);
		assertThat(binder().settings(true).stopTimeout()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void signalOverridesTheDefault() throws StartException {
		this.properties.put("jdaemon.signals.TERM", "ignore");
		this.properties.put("jdaemon.signals.SIGHUP", "default");
		assertThat(binder().settings(true).signals()).hasSize(4)
			.containsEntry(ProcessSignal.TERM, SignalAction.IGNORE)
			.containsEntry(ProcessSignal.HUP, SignalAction.DEFAULT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					mode            | deamon | is "deamon"             | Use one of auto, daemon, foreground, off.
					startup-timeout | soon   | is "soon"               | Use a duration such as 30s or 2m.
					stop-timeout    | 0s     | is 0.0 s                | Set a time above zero, such as 30s.
					startup-timeout | -5s    | is -5.0 s               | Set a time above zero, such as 30s.
					command         | dance  | is "dance"              | Use one of run, start, stop, force-stop, restart, try-restart, condrestart, force-reload, rehearse, reopen, status, train, systemd-unit, release-permit, fleet-schema, help.
					output          | xml    | is "xml"                | Use one of text, json, socket, tmpfiles, logrotate.
					force           | maybe  | is "maybe"              | Use true or false.
					quiet           | maybe  | is "maybe"              | Use true or false.
					out             | ''     | is empty                | Name a file, or /dev/null.
					err             | ''     | is empty                | Name a file, or /dev/null.
					user            | ''     | is empty                | Name a user.
					group           | ' '    | is empty                | Name a group.
					working-directory | ''   | is empty                | Name a directory.
					umask           | ''     | is ""                   | Use three octal digits, such as "027".
					umask           | 27     | is "27"                 | Use three octal digits, such as "027".
					umask           | 1027   | is "1027"               | Use three octal digits, such as "027".
					umask           | 028    | is "028"                | Use three octal digits, such as "027".
					umask           | u=rwx  | is "u=rwx"              | Use three octal digits, such as "027".
					signals.term    | quit   | is "quit"               | Use one of stop, restart, reopen, ignore, default.
					signals.FOO     | stop   | is not a signal         | Use one of HUP, INT, USR1, ALRM, TERM, CONT, URG.
					signals.KILL    | stop   | is not a signal         | Use one of HUP, INT, USR1, ALRM, TERM, CONT, URG.
					signals.USR2    | stop   | HotSpot needs USR2      | Use one of HUP, INT, USR1, ALRM, TERM, CONT, URG.
					signals.sigusr2 | stop   | HotSpot needs USR2      | Use one of HUP, INT, USR1, ALRM, TERM, CONT, URG.
					signals.QUIT    | stop   | prints its threads      | Use one of HUP, INT, USR1, ALRM, TERM, CONT, URG.
					""")
	void wrongValueNamesPropertyOriginAndAllowedValues(String property, String value, String found, String action) {
		this.properties.put("jdaemon." + property, value);
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> binder().settings(true)).satisfies((ex) -> {
			assertThat(ex.status()).isEqualTo(ExitStatus.WRONG_SETTING);
			assertThat(ex.getMessage()).startsWith("The property jdaemon." + property + " (set in ")
				.contains("\"jdaemon." + property + "\" from property source \"test\")")
				.contains(found)
				.endsWith(".");
			assertThat(ex.action()).isEqualTo(action);
			assertThat(ex.sentence()).isEqualTo(ex.getMessage() + " " + action);
		});
	}

	@Test
	void umaskThatYamlHasReadAsNumberIsRefused() {
		this.properties.put("jdaemon.umask", 23);
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> binder().settings(true))
			.withMessage("The property jdaemon.umask (set in \"jdaemon.umask\" from property source \"test\") "
					+ "is a number, 23, so its octal digits are unknown.")
			.satisfies((ex) -> assertThat(ex.action()).isEqualTo("Put it in quotes, such as \"027\"."));
	}

	@ParameterizedTest
	@CsvSource({ "027, 23", "0022, 18", "000, 0", "777, 511" })
	void umaskIsOctal(String text, int umask) throws StartException {
		this.properties.put("jdaemon.umask", text);
		assertThat(binder().settings(true).process().umask()).isEqualTo(umask);
	}

	@Test
	void processSettingsAreUnchangedUnlessSet() throws StartException {
		assertThat(binder().settings(true).process()).isEqualTo(ProcessSettings.UNCHANGED);
		this.properties.put("jdaemon.user", "orders");
		this.properties.put("jdaemon.group", 4711);
		this.properties.put("jdaemon.working-directory", "work");
		assertThat(binder().settings(true).process()).isEqualTo(new ProcessSettings("orders", "4711", null, "work"));
	}

	@Test
	void relativePathsAreResolvedAgainstTheBase() throws StartException {
		this.base = Optional.of("/srv/orders");
		this.properties.put("jdaemon.out", "var/o.log");
		this.properties.put("jdaemon.working-directory", "/work");
		Settings settings = binder().settings(true);
		assertThat(settings.out()).isEqualTo("/srv/orders/var/o.log");
		assertThat(settings.err()).isEqualTo("/dev/null");
		assertThat(settings.pidFile()).isEqualTo("/srv/orders/application.pid");
		assertThat(settings.process().workingDirectory()).isEqualTo("/work");
		this.properties.put("jdaemon.pid-file", "");
		assertThat(binder().settings(true).pidFile()).isNull();
		this.properties.put("jdaemon.pid-file", "run/o.pid");
		this.properties.put("jdaemon.working-directory", "work");
		assertThat(binder().settings(true).pidFile()).isEqualTo("/srv/orders/run/o.pid");
		assertThat(binder().settings(true).process().workingDirectory()).isEqualTo("/srv/orders/work");
	}

	@Test
	void wrongSignalThatIsNoPropertyNameIsReported() {
		this.properties.put("jdaemon.signals[SIG_TERM]", "stop");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> binder().settings(true))
			.withMessageContaining("SIG_TERM");
	}

	@Test
	void originsDescribePropertiesThatAreSetAndUnset() throws StartException {
		this.properties.put("jdaemon.out", "o.log");
		Settings settings = binder().settings(true);
		assertThat(settings.origins().describe("jdaemon.out"))
			.isEqualTo("jdaemon.out, set in \"jdaemon.out\" from property source \"test\"");
		assertThat(settings.origins().describe("jdaemon.err")).isEqualTo("jdaemon.err");
	}

	@Test
	void settingsInEffectHaveValuesAndOrigins() throws StartException {
		this.properties.put("jdaemon.out", "o.log");
		this.properties.put("jdaemon.stop-timeout", "1500ms");
		this.properties.put("jdaemon.signals.USR1", "ignore");
		List<SettingInEffect> settings = binder().inEffect();
		String origin = "\"jdaemon.%s\" from property source \"test\"";
		assertThat(settings).contains(new SettingInEffect("jdaemon.out", "o.log", origin.formatted("out")),
				new SettingInEffect("jdaemon.err", "/dev/null", "default"),
				new SettingInEffect("jdaemon.pid-file", "application.pid", "default"),
				new SettingInEffect("jdaemon.startup-timeout", "120s", "default"),
				new SettingInEffect("jdaemon.stop-timeout", "1500ms", origin.formatted("stop-timeout")),
				new SettingInEffect("jdaemon.user", "unchanged", "default"),
				new SettingInEffect("jdaemon.restart.strategy", "exec", "default"),
				new SettingInEffect("jdaemon.signals.TERM", "stop", "default"),
				new SettingInEffect("jdaemon.signals.USR1", "ignore", origin.formatted("signals.USR1")));
		assertThat(settings).extracting(SettingInEffect::property)
			.doesNotHaveDuplicates()
			.containsAll(SettingsTable.names().filter((name) -> !name.equals("jdaemon.signals")).toList());
		this.properties.put("jdaemon.pid-file", "");
		assertThat(binder().inEffect())
			.contains(new SettingInEffect("jdaemon.pid-file", "none", origin.formatted("pid-file")));
	}

	@ParameterizedTest
	@CsvSource({ "true, , .application-warm", "false, , .application-warm", "true, run/orders.pid, run/.orders-warm",
			"true, /run/orders, /run/.orders-warm", "true, .pid, ..pid-warm", "false, '', .application-warm" })
	void warmStartDirectoryIsHiddenBesideThePidFile(boolean detached, String pidFile, String expected)
			throws StartException {
		this.properties.put("jdaemon.pid-file", pidFile);
		assertThat(binder().settings(detached).warm()).isEqualTo(new WarmSettings(WarmStartMode.OFF, expected));
	}

	@Test
	void warmStartDirectoryIsRelativeToThatOfTheLauncher() throws StartException {
		this.base = Optional.of("/srv");
		this.properties.put("jdaemon.warm-start-directory", "warm");
		// YAML reads "on" as a boolean.
		this.properties.put("jdaemon.warm-start", true);
		assertThat(binder().settings(true).warm()).isEqualTo(new WarmSettings(WarmStartMode.ON, "/srv/warm"));
		this.properties.put("jdaemon.warm-start-directory", " ");
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> binder().settings(true))
			.withMessageContaining("jdaemon.warm-start-directory")
			.withMessageContaining("is empty");
	}

	private SettingsBinder binder() throws StartException {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources().addLast(new MapPropertySource("test", this.properties));
		environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("test-systemEnvironment", this.variables));
		return new SettingsBinder(environment, this.base);
	}

}
