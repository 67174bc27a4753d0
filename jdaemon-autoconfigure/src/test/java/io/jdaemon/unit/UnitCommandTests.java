package io.jdaemon.unit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import io.jdaemon.command.OutputFormat;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.process.ProcessImage;
import io.jdaemon.settings.ProcessSettings;
import io.jdaemon.settings.RestartSettings;
import io.jdaemon.settings.Settings;
import io.jdaemon.settings.TestSettings;
import io.jdaemon.settings.StartException;
import io.jdaemon.signals.ProcessSignal;
import io.jdaemon.signals.SignalAction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link UnitCommand}.
 */
class UnitCommandTests {

	private final Map<ProcessSignal, SignalAction> signals = new EnumMap<>(Map.of(ProcessSignal.TERM, SignalAction.STOP,
			ProcessSignal.INT, SignalAction.STOP, ProcessSignal.USR1, SignalAction.RESTART));

	private List<String> words = List.of("/usr/bin/java", "-Xmx1g", "-Dorders.x=1", "-jar", "lib/orders.jar",
			"systemd-unit", "--spring.profiles.active=prod");

	private String directory = "/srv/orders";

	private String out = "/dev/null";

	private @Nullable String pidFile;

	private ProcessSettings process = ProcessSettings.UNCHANGED;

	private List<String> addresses = List.of("8080");

	private OptionalInt systemd = OptionalInt.of(254);

	@Test
	void unitForNewSystemdReloadsBySignal() throws Exception {
		this.process = new ProcessSettings("orders", "staff", 0027, null);
		assertThat(print(OutputFormat.TEXT)).isEqualTo("""
				# /etc/systemd/system/orders.service, printed by systemd-unit
				[Unit]
				Description=orders
				Wants=network-online.target
				After=network-online.target

				[Service]
				User=orders
				Group=staff
				UMask=0027
				WorkingDirectory=/srv/orders
				Type=notify-reload
				ReloadSignal=SIGUSR1
				ExecStart=/usr/bin/java -Xmx1g -Dorders.x=1 -jar /srv/orders/lib/orders.jar \
				--spring.profiles.active=prod --jdaemon.mode=foreground
				NotifyAccess=main
				TimeoutStartSec=180
				TimeoutStopSec=60
				Restart=on-failure
				RestartSec=1
				# A stop in the first second of the JVM
				SuccessExitStatus=143
				FileDescriptorStoreMax=16

				ProtectSystem=strict
				ReadWritePaths=/srv/orders
				PrivateTmp=yes
				ProtectHome=yes
				NoNewPrivileges=yes
				PrivateDevices=yes
				ProtectClock=yes
				ProtectControlGroups=yes
				ProtectHostname=yes
				ProtectKernelLogs=yes
				ProtectKernelModules=yes
				ProtectKernelTunables=yes
				LockPersonality=yes
				RestrictNamespaces=yes
				RestrictRealtime=yes
				RestrictSUIDSGID=yes
				RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
				SystemCallArchitectures=native
				SystemCallFilter=@system-service
				SystemCallErrorNumber=EPERM
				CapabilityBoundingSet=

				[Install]
				WantedBy=multi-user.target
				""");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 252 })
	void unitForOldSystemdReloadsByCommand(int version) throws Exception {
		this.systemd = (version > 0) ? OptionalInt.of(version) : OptionalInt.empty();
		assertThat(print(OutputFormat.TEXT).lines()).contains("Type=notify", "RuntimeDirectory=orders",
				"ExecStart=/usr/bin/java -Xmx1g -Dorders.x=1 -jar /srv/orders/lib/orders.jar"
						+ " --spring.profiles.active=prod --jdaemon.pid-file=/run/orders/pid --jdaemon.mode=foreground",
				"ExecReload=/usr/bin/java -Dorders.x=1 -jar /srv/orders/lib/orders.jar"
						+ " --spring.profiles.active=prod --jdaemon.pid-file=/run/orders/pid --jdaemon.command=restart")
			.noneMatch((line) -> line.startsWith("ReloadSignal="));
	}

	@Test
	void configuredPidFileStays() throws Exception {
		this.systemd = OptionalInt.empty();
		this.pidFile = "/run/o/o.pid";
		assertThat(print(OutputFormat.TEXT)).doesNotContain("RuntimeDirectory", "--jdaemon.pid-file");
	}

	@Test
	void signalsAreThoseOfTheSettings() throws Exception {
		this.signals.put(ProcessSignal.USR1, SignalAction.IGNORE);
		this.signals.put(ProcessSignal.HUP, SignalAction.RESTART);
		this.signals.put(ProcessSignal.TERM, SignalAction.IGNORE);
		assertThat(print(OutputFormat.TEXT).lines()).contains("ReloadSignal=SIGHUP", "KillSignal=SIGINT");
		this.signals.remove(ProcessSignal.HUP);
		assertThat(print(OutputFormat.TEXT).lines()).contains("Type=notify")
			.noneMatch((line) -> line.matches(".*Reload.*"));
	}

	@Test
	void wordsAreQuoted() throws Exception {
		this.words = List.of("/opt/my java/java", "-jar", "/a.jar", "--jdaemon.command=systemd-unit", "--x=a b",
				"--p=%h$HOME", "--q=\"\\\n", "--u=\u00fc", ";");
		assertThat(print(OutputFormat.TEXT)).contains(
				"""
						ExecStart="/opt/my java/java" -jar /a.jar "--x=a b" "--p=%%h$$HOME" "--q=\\"\\\\\\x0a" "--u=\\xc3\\xbc" ";" \
						--jdaemon.mode=foreground
						""");
	}

	@Test
	void hardeningLeavesWhatTheApplicationNeeds() throws Exception {
		this.directory = "/home/orders";
		this.addresses = List.of("127.0.0.1:443");
		this.process = new ProcessSettings("orders", null, null, null);
		assertThat(print(OutputFormat.TEXT).lines()).contains("ProtectHome=read-only", "ReadWritePaths=/home/orders",
				"CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE");
		this.directory = "/tmp/orders";
		this.process = ProcessSettings.UNCHANGED;
		assertThat(print(OutputFormat.TEXT).lines())
			.contains("ProtectHome=yes", "ReadWritePaths=/tmp/orders /tmp /var/tmp")
			.noneMatch((line) -> line.startsWith("PrivateTmp=") || line.contains("Cap"));
	}

	@Test
	void workingDirectoryIsThatOfTheSettings() throws Exception {
		this.process = new ProcessSettings(null, null, null, "var 100%");
		assertThat(print(OutputFormat.TEXT).lines()).contains("WorkingDirectory=/srv/orders/var 100%%",
				"ReadWritePaths=\"/srv/orders/var 100%%\"");
	}

	@Test
	void socketUnitHasEachAddress() throws Exception {
		this.addresses = List.of("8080", "[::1]:8081");
		assertThat(print(OutputFormat.SOCKET)).isEqualTo("""
				# /etc/systemd/system/orders.socket, printed by systemd-unit
				[Unit]
				Description=Sockets of orders

				[Socket]
				ListenStream=8080
				ListenStream=[::1]:8081

				[Install]
				WantedBy=sockets.target
				""");
	}

	@Test
	void tmpfilesHasDirectoriesThatAreNobodyElses() throws Exception {
		this.process = new ProcessSettings("orders", null, null, null);
		this.pidFile = "/run/orders/orders.pid";
		this.out = "/var/log/orders.log";
		assertThat(print(OutputFormat.TMPFILES)).isEqualTo("""
				# /etc/tmpfiles.d/orders.conf, printed by systemd-unit
				d /run/orders 0755 orders orders -
				""");
	}

	@Test
	void logrotateReopensWithTheCommand() throws Exception {
		this.process = new ProcessSettings("orders", "adm", null, null);
		this.out = "log/orders.log";
		assertThat(print(OutputFormat.LOGROTATE)).isEqualTo(
				"""
						# /etc/logrotate.d/orders, printed by systemd-unit
						"/srv/orders/log/orders.log" {
						    weekly
						    rotate 8
						    missingok
						    notifempty
						    compress
						    delaycompress
						    nocreate
						    su orders adm
						    sharedscripts
						    postrotate
						        cd /srv/orders && setpriv --reuid=orders --regid=adm --init-groups /usr/bin/java -Dorders.x=1 -jar /srv/orders/lib/orders.jar \
						--spring.profiles.active=prod --jdaemon.command=reopen --jdaemon.quiet=true
						    endscript
						}
						""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			orders | | setpriv --reuid=orders --regid="$(id -g orders)" --init-groups
			4711   | | setpriv --reuid=4711 --regid="$(id -g 4711)" --init-groups
			4711   | 1 | setpriv --reuid=4711 --regid=1 --clear-groups
			or der | a b | setpriv --reuid='or der' --regid='a b' --init-groups
			""")
	void logrotateRunsTheJarAsTheUser(String user, @Nullable String group, String prefix) throws Exception {
		this.process = new ProcessSettings(user, group, null, null);
		this.out = "orders.log";
		assertThat(print(OutputFormat.LOGROTATE)).contains("    cd /srv/orders && " + prefix + " /usr/bin/java ")
			.doesNotContain("# Without");
	}

	@Test
	void logrotateWithoutUserSaysAsWhichTheJarRuns() throws Exception {
		this.out = "orders.log";
		assertThat(print(OutputFormat.LOGROTATE)).contains("    cd /srv/orders && /usr/bin/java ")
			.contains("    # Without jdaemon.user, the command runs as the user that runs logrotate, mostly root.\n")
			.doesNotContain("    su ");
	}

	@ParameterizedTest
	@CsvSource({ "SOCKET, Set server.port.", "TMPFILES, Nothing is needed in tmpfiles.d.",
			"LOGROTATE, 'Set them for a daemon; under systemd, the journal rotates itself.'",
			"JSON, 'Use one of text, socket, tmpfiles, logrotate.'" })
	void nothingToPrintIsRefused(OutputFormat format, String action) {
		this.addresses = List.of();
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> print(format)).satisfies((refused) -> {
			assertThat(refused.status()).isEqualTo(ExitStatus.WRONG_SETTING);
			assertThat(refused.action()).isEqualTo(action);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "TEXT", "SOCKET" })
	void nameOfUnitHasNoOtherCharacters(OutputFormat format) throws Exception {
		assertThat(print(format, "my/app 100%").lines().findFirst().orElseThrow()).contains("/my-app-100-.");
		assertThat(print(format, "my/app 100%")).containsPattern("Description=.*my/app 100%%\n");
	}

	@Test
	void pathsHaveNoDots(@TempDir Path directory) throws Exception {
		Files.createFile(directory.resolve("orders.jar"));
		Files.createDirectory(directory.resolve("var"));
		this.directory = directory + "/var";
		this.process = new ProcessSettings(null, null, null, "../var");
		this.words = List.of("/usr/bin/java", "-jar", "../orders.jar", "systemd-unit");
		assertThat(print(OutputFormat.TEXT)).contains("WorkingDirectory=" + directory + "/var\n",
				" -jar " + directory + "/orders.jar --");
	}

	private String print(OutputFormat format) throws Exception {
		return print(format, "orders");
	}

	private String print(OutputFormat format, String name) throws Exception {
		byte[][] arguments = this.words.stream()
			.map((word) -> word.getBytes(StandardCharsets.UTF_8))
			.toArray(byte[][]::new);
		ProcessImage image = new ProcessImage(arguments[0], Arrays.asList(arguments), List.of(),
				this.directory.getBytes(StandardCharsets.UTF_8));
		Settings settings = new Settings(name, false, this.out, this.out, this.pidFile, Duration.ofMinutes(2),
				Duration.ofSeconds(45), false, this.signals, this.process,
				new RestartSettings(null, Duration.ofSeconds(30), Set.of()), TestSettings.COLD, (property) -> property);
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		new UnitCommand(image, 1, settings, this.addresses, this.systemd).print(format,
				new PrintStream(printed, true, StandardCharsets.UTF_8));
		return printed.toString(StandardCharsets.UTF_8);
	}

}
