package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What systemd shows of a service after each event, for each type of service, is what
 * systemd-matrix.txt contains. What was seen is in target/systemd-matrix.txt. The JDKs
 * take turns: what systemd shows does not depend on them.
 */
@Thorough
@Order(2)
class SystemdIT {

	private static final Path MATRIX = Path.of("src/test/resources/systemd-matrix.txt");

	private static final Path REPORT = Path.of("target/systemd-matrix.txt");

	// Each look starts a program.
	private static final Duration POLL = Duration.ofMillis(100);

	private static final SortedMap<String, List<String>> SEEN = new ConcurrentSkipListMap<>();

	@RegisterExtension
	final Workbench bench = new Workbench();

	@ParameterizedTest(name = "systemd {0}, Type={1}, JDK {2}")
	@MethodSource
	void serviceIsShownAsItIs(SystemdVersion version, ServiceType type, Jdk jdk) throws IOException {
		Iterator<String> expected = expected(type).iterator();
		List<String> seen = new ArrayList<>();
		try (Systemd systemd = Systemd.start(version, this.bench.directory())) {
			ServiceUnderTest service = new ServiceUnderTest(systemd, type, jdk, sample(jdk, type));
			for (ServiceEvent event : ServiceEvent.values()) {
				if (event.concerns(type)) {
					check(service, event, expected.next(), seen);
				}
			}
		}
		finally {
			report("systemd " + version + ", Java " + jdk + ", Type=" + type, seen);
		}
		assertThat(expected).isExhausted();
	}

	private static void check(ServiceUnderTest service, ServiceEvent event, String expected, List<String> seen)
			throws IOException {
		event.prepare(service);
		ServiceState before = service.state();
		String words = "%-13s  %-38s  %d  ".formatted(service.type(), event, event.happenTo(service));
		String directory = service.sample().directory().toString();
		try {
			patiently().pollInterval(POLL)
				.untilAsserted(() -> assertThat(words + service.state().after(before, directory)).isEqualTo(expected));
		}
		finally {
			seen.add(words + service.state().after(before, directory));
		}
	}

	private SampleDaemon sample(Jdk jdk, ServiceType type) throws IOException {
		Path directory = Files.createDirectory(this.bench.directory().resolve("service"));
		SampleDaemon sample = this.bench.sample(jdk, directory).tiny();
		return (type == ServiceType.FORKING) ? sample.arguments("--jdaemon.mode=daemon") : sample.foreground();
	}

	static List<Object[]> serviceIsShownAsItIs() {
		List<Object[]> arguments = new ArrayList<>();
		for (SystemdVersion version : SystemdVersion.tested()) {
			for (ServiceType type : ServiceType.values()) {
				if (type != ServiceType.NOTIFY_RELOAD || version.hasNotifyReload()) {
					arguments.add(new Object[] { version, type, Jdk.inTurn(arguments.size()) });
				}
			}
		}
		return arguments;
	}

	private static List<String> expected(ServiceType type) throws IOException {
		return Files.readAllLines(MATRIX).stream().filter((line) -> line.startsWith(type + " ")).toList();
	}

	private static synchronized void report(String run, List<String> seen) throws IOException {
		SEEN.put(run, seen);
		List<String> lines = new ArrayList<>();
		SEEN.forEach((name, rows) -> {
			lines.add("# " + name);
			lines.addAll(rows);
		});
		Files.write(REPORT, lines);
	}

}
