package io.jdaemon.neighbours;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.StreamSupport;

import io.jdaemon.sample.Response;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Workbench;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of Spring Boot Admin, asked as its pages ask it.
 */
final class AdminServer {

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final SampleDaemon daemon;

	private AdminServer(SampleDaemon daemon) {
		this.daemon = daemon;
	}

	static AdminServer start(Workbench bench) {
		SampleDaemon daemon = Application.ADMIN_SERVER.on(bench)
			.arguments("--spring.application.name=neighbours-server", "--neighbours.admin-server=true");
		daemon.started();
		return new AdminServer(daemon);
	}

	String address() {
		return "http://127.0.0.1:" + this.daemon.port();
	}

	/**
	 * Wait until the only instance has a status.
	 * @param status the status
	 * @return the ID of the instance
	 */
	String await(String status) {
		return patiently()
			.until(this::instance, (instance) -> instance.at("/statusInfo/status").asString().equals(status))
			.path("id")
			.asString();
	}

	private JsonNode instance() {
		return get("/instances").path(0);
	}

	/**
	 * The journal, which a page shows.
	 * @param type the type of the events
	 * @return the events, the oldest first
	 */
	List<JsonNode> events(String type) {
		return StreamSupport.stream(get("/instances/events").spliterator(), false)
			.filter((event) -> event.path("type").asString().equals(type))
			.toList();
	}

	private JsonNode get(String path) {
		Response response = send("GET", path, "Accept", "application/json");
		assertThat(response.status()).as(response.toString()).isEqualTo(200);
		return JSON.readTree(response.body());
	}

	/**
	 * Do what the button Restart of the instance does.
	 * @param instance the ID of the instance
	 * @param headers the headers that a browser adds
	 * @return the response of the instance
	 */
	Response restart(String instance, String... headers) {
		return send("POST", "/instances/" + instance + "/actuator/restart", headers);
	}

	private Response send(String method, String path, String... headers) {
		return Browser.send(this.client,
				HttpRequest.newBuilder(URI.create(address() + path))
					.method(method, HttpRequest.BodyPublishers.noBody())
					.headers(headers));
	}

}
