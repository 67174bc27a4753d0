package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import io.jdaemon.restart.TestRequests;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What Prometheus reads over HTTP is what the documentation says.
 */
@KernelTest
class PrometheusScrapeTests {

	private static String page;

	private static String scrape;

	@BeforeAll
	static void scrapeAfterRefusedRestart() throws IOException, InterruptedException {
		page = Files.readString(Path.of("../docs/operations.md"));
		Lifecycle lifecycle = TestLifecycles.refusing("The test allows no restart.");
		assertThatExceptionOfType(RestartRefusedException.class)
			.isThrownBy(() -> lifecycle.restart(TestRequests.endpoint()));
		try (ConfigurableApplicationContext context = application(lifecycle)) {
			URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/prometheus");
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			scrape = response.body();
		}
	}

	private static ConfigurableApplicationContext application(Lifecycle lifecycle) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.initializers((GenericApplicationContext context) -> context.getBeanFactory()
				.registerSingleton("lifecycle", lifecycle))
			.run("--server.address=127.0.0.1", "--server.port=0", "--spring.main.banner-mode=off", "--jdaemon.mode=off",
					"--management.endpoints.web.exposure.include=prometheus");
	}

	@Test
	void metersAreThoseOfTheDocumentation() {
		Map<String, String> documented = matches("\\| `jdaemon\\.[a-z.]+` \\| `(\\w+)` \\| a (?:time )?(\\w+)", page)
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2)));
		Map<String, String> scraped = matches("# TYPE (jdaemon_\\w+) (\\w+)", scrape)
			.collect(Collectors.toMap((type) -> type.group(1), (type) -> type.group(2)));
		assertThat(scraped).hasSize(5).isEqualTo(documented);
	}

	@Test
	void tagsAreThoseOfTheDocumentation() {
		String row = first("(?m)^\\| `jdaemon\\.restarts` .*$", page);
		Map<String, Set<String>> documented = matches("`(\\w+)` \\(([^)]+)\\)", row)
			.collect(Collectors.toMap((tag) -> tag.group(1), (tag) -> words("`(\\w+)`", tag.group(2))));
		Map<String, Set<String>> scraped = matches("(\\w+)=\"", first("(?m)^jdaemon_restarts_total.*$", scrape))
			.map((tag) -> tag.group(1))
			.collect(Collectors.toMap((tag) -> tag,
					(tag) -> words("(?m)^jdaemon_restarts_total\\{.*\\b" + tag + "=\"(\\w+)\"", scrape)));
		assertThat(scraped).hasSize(3).isEqualTo(documented);
	}

	@Test
	void valuesAreThoseOfTheProcess() {
		assertThat(scrape.lines())
			.contains("jdaemon_generation 2.0", "jdaemon_restart_last_pause_seconds NaN",
					"jdaemon_restarts_total{outcome=\"refused\",requester=\"endpoint\",strategy=\"exec\"} 1.0",
					"jdaemon_restarts_total{outcome=\"completed\",requester=\"endpoint\",strategy=\"exec\"} 0.0")
			.anyMatch((line) -> line.matches("jdaemon_restart_last_duration_seconds \\d.*"));
	}

	@Test
	void prometheusAcceptsTheScrape(@TempDir Path directory) throws IOException, InterruptedException {
		Path meters = Files.write(directory.resolve("meters"),
				scrape.lines().filter((line) -> line.contains("jdaemon_")).toList());
		assertThat(promtool(meters, "check", "metrics")).isEmpty();
	}

	@Test
	void alertFiresAfterRestartThatIsNotCompleted(@TempDir Path directory) throws IOException, InterruptedException {
		String rules = matches("(?s)```yaml\n(groups:.*?)```", page).map((block) -> block.group(1))
			.findFirst()
			.orElseThrow();
		Files.writeString(directory.resolve("rules.yml"), rules);
		Path test = Files.writeString(directory.resolve("test.yml"), """
				rule_files: [rules.yml]
				tests:
				  - interval: 1m
				    input_series:
				      - series: jdaemon_restarts_total{outcome="refused"}
				        values: 0x5 1x100
				      - series: jdaemon_restarts_total{outcome="completed"}
				        values: 0x5 1x100
				    alert_rule_test:
				      - { alertname: RestartNotCompleted, eval_time: 5m }
				      - alertname: RestartNotCompleted
				        eval_time: 10m
				        exp_alerts: [{ exp_labels: { outcome: refused } }]
				      - { alertname: RestartNotCompleted, eval_time: 90m }
				""");
		assertThat(promtool(test, "test", "rules", test.toString())).contains("SUCCESS");
	}

	private static String promtool(Path input, String... words) throws IOException, InterruptedException {
		assumeTrue(
				System.getenv("JDAEMON_REQUIRE_PROMTOOL") != null || Stream.of(System.getenv("PATH").split(":"))
					.anyMatch((directory) -> Files.isExecutable(Path.of(directory, "promtool"))),
				"promtool is not installed");
		Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(words)).toList())
			.redirectInput(input.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static Stream<MatchResult> matches(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results();
	}

	private static String first(String pattern, String text) {
		return matches(pattern, text).findFirst().orElseThrow().group();
	}

	private static Set<String> words(String pattern, String text) {
		return matches(pattern, text).map((word) -> word.group(1)).collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
