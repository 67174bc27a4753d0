package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance describes itself in the same words wherever it is asked, and as the schema
 * says.
 */
@EachJdk
class DescriptionIT {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
		.getSchema(TextFile.read(Path.of("../docs/instance.schema.json")), InputFormat.JSON);

	@RegisterExtension
	final Workbench bench = new Workbench();

	private final Jdk jdk;

	DescriptionIT(Jdk jdk) {
		this.jdk = jdk;
	}

	@Test
	void everyoneWhoAsksGetsTheSameDescription() throws IOException {
		Path jar = FastJar.of(this.jdk).copy(Files.createDirectory(this.bench.directory().resolve("app")));
		SampleDaemon sample = this.bench.sample(this.jdk)
			.jar(jar)
			.arguments("--management.endpoints.web.exposure.include=info,metrics,restart");
		JsonNode started = valid(
				JSON.readTree(sample.command("start", "--jdaemon.output=json").out()).at("/instance").toString());
		ProcFs first = sample.daemon();
		JsonNode status = status(sample);
		assertThat(started.properties()).hasSize(9).isSubsetOf(status.properties());
		assertThat(described(sample).has("lastRestart")).isFalse();

		Signal.USR1.send(first.pid());
		JsonNode last = restarted(sample, 1);
		assertThat(last.at("/requestedBy")).isEqualTo(JSON.readTree("{\"kind\":\"signal\",\"signal\":\"SIGUSR1\"}"));
		assertThat(last.at("/strategy").asString()).isEqualTo("exec");
		assertThat(duration(last, "pause")).isPositive().isLessThanOrEqualTo(duration(last, "duration"));
		assertThat(last.has("previousPid")).isFalse();

		assertThat(sample.request("POST", "/actuator/restart/handover").status()).isEqualTo(200);
		last = restarted(sample, 2);
		assertThat(last.at("/requestedBy"))
			.isEqualTo(JSON.readTree("{\"kind\":\"endpoint\",\"address\":\"127.0.0.1\"}"));
		assertThat(last.at("/strategy").asString()).isEqualTo("handover");
		assertThat(duration(last, "duration")).isPositive();
		assertThat(last.has("pause")).isFalse();
		assertThat(last.at("/previousPid").asLong()).isEqualTo(first.pid());

		// In another process than the first restart
		assertThat(metric(sample, "jdaemon.generation")).isEqualTo(2);
		assertThat(metric(sample, "jdaemon.restarts?tag=outcome:completed")).isEqualTo(2);
		assertThat(metric(sample, "jdaemon.restarts?tag=requester:signal")).isOne();
		assertThat(metric(sample, "jdaemon.restart.last.duration"))
			.isEqualTo(duration(last, "duration").toMillis() / 1000.0);

		Files.delete(jar);
		assertThat(sample.request("POST", "/actuator/restart").status()).isEqualTo(409);
		// The commands have gone with the jar.
		last = valid(sample.request("GET", "/actuator/restart").body()).at("/lastRestart");
		assertThat(last.at("/outcome").asString()).isEqualTo("refused");
		assertThat(last.at("/reason").asString()).isEqualTo("The jar " + jar + " is missing.");
		assertThat(metric(sample, "jdaemon.restarts?tag=outcome:refused")).isOne();
	}

	private static JsonNode restarted(SampleDaemon sample, int generation) {
		// Until its predecessor is gone, either may answer a request.
		patiently().until(() -> status(sample), (status) -> status.at("/generation").asInt() == generation
				&& status.at("/state").asString().equals("ready") && status.at("/draining").isEmpty());
		JsonNode description = described(sample);
		assertThat(description.at("/generation").asInt()).isEqualTo(generation);
		assertThat(description.at("/lastRestart/outcome").asString()).isEqualTo("completed");
		return description.at("/lastRestart");
	}

	private static double metric(SampleDaemon sample, String name) {
		return JSON.readTree(sample.request("GET", "/actuator/metrics/" + name).body())
			.at("/measurements/0/value")
			.asDouble();
	}

	private static Duration duration(JsonNode restart, String name) {
		return Duration.parse(restart.at("/" + name).asString());
	}

	private static JsonNode status(SampleDaemon sample) {
		return valid(sample.command("status", "--jdaemon.output=json").out());
	}

	private static JsonNode described(SampleDaemon sample) {
		JsonNode endpoint = valid(sample.request("GET", "/actuator/restart").body());
		assertThat(JSON.readTree(sample.request("GET", "/actuator/info").body()).at("/daemon")).isEqualTo(endpoint);
		ObjectNode command = (ObjectNode) status(sample);
		command.remove(List.of("name", "running", "uptimeSeconds", "draining"));
		assertThat(command).isEqualTo(endpoint);
		return endpoint;
	}

	private static JsonNode valid(String text) {
		assertThat(SCHEMA.validate(text, InputFormat.JSON)).as(text).isEmpty();
		return JSON.readTree(text);
	}

}
