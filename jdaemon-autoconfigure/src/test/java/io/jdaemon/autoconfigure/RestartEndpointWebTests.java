package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.jdaemon.KernelTest;
import io.jdaemon.RestartRequester;
import io.jdaemon.actuate.RestartEndpoint;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Tests of {@link RestartEndpoint} over HTTP, in both kinds of web server, beside the
 * application and on a port of its own.
 */
@KernelTest
@ParameterizedClass
@MethodSource("servers")
class RestartEndpointWebTests {

	private final WebApplicationType type;

	private final boolean separatePort;

	private final Lifecycle lifecycle = TestLifecycles.refusing("The test allows no restart.");

	private ConfigurableApplicationContext context;

	private int port;

	RestartEndpointWebTests(WebApplicationType type, boolean separatePort) {
		this.type = type;
		this.separatePort = separatePort;
	}

	static Stream<Arguments> servers() {
		return Stream.of(WebApplicationType.SERVLET, WebApplicationType.REACTIVE)
			.flatMap((type) -> Stream.of(Arguments.of(type, false), Arguments.of(type, true)));
	}

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void restartFromPageOfAnotherOriginIsForbidden() throws IOException {
		start();
		for (String headers : List.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
				"Sec-Fetch-Site: cross-site\r\nOrigin: null",
				"Sec-Fetch-Site: same-site\r\nOrigin: http://127.0.0.1:3000", "Origin: null",
				"Origin: http://evil.example", "Origin: http://127.0.0.1:1")) {
			for (String path : List.of("restart", "restart/handover")) {
				assertThat(post(path, headers)).as(headers)
					.startsWith("HTTP/1.1 403")
					.contains("a page of another origin");
			}
		}
		assertThat(TestLifecycles.lastRestart(this.lifecycle)).isEmpty();
	}

	@Test
	void restartFromElsewhereIsDecided() throws IOException {
		start();
		for (String headers : List.of("X-None: none", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none",
				"Origin: http://127.0.0.1:" + this.port,
				"Sec-Fetch-Site: same-origin\r\nOrigin: https://proxy.example")) {
			for (String path : List.of("restart", "restart/exec")) {
				assertThat(post(path, headers)).as(headers)
					.startsWith("HTTP/1.1 409")
					.contains("The test allows no restart.");
			}
		}
		assertThat(TestLifecycles.lastRestart(this.lifecycle).orElseThrow().requestedBy())
			.isEqualTo(RestartRequester.endpoint(null, "127.0.0.1"))
			.hasToString("the endpoint (address 127.0.0.1)");
	}

	@ParameterizedTest
	@CsvSource({ "blue, blue", "exec%20, 'exec '", "a%E2%80%A8b, a?b" })
	void restartWithUnknownStrategyNamesTheStrategies(String strategy, String named) throws IOException {
		start();
		assertThat(post("restart/" + strategy, "X-None: none")).startsWith("HTTP/1.1 400")
			.contains("{\"message\":\"'" + named
					+ "' is not a strategy of a restart; the strategies are exec and handover.\","
					+ "\"pid\":4711,\"generation\":2}");
		assertThat(TestLifecycles.lastRestart(this.lifecycle)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "https://console.example, 409", "https://evil.example, 403" })
	void restartFromPageOfConfiguredOriginIsDecided(String origin, int status) throws IOException {
		start("--management.endpoints.web.cors.allowed-origins=https://console.example",
				"--management.endpoints.web.cors.allowed-methods=POST");
		assertThat(post("restart", "Sec-Fetch-Site: cross-site\r\nOrigin: " + origin)).startsWith("HTTP/1.1 " + status);
	}

	@ParameterizedTest
	@CsvSource({ "alice, alice", "'al\nice\u2028', al?ice?" })
	void restartNamesTheUser(String user, String described) throws IOException {
		assumeFalse(this.separatePort, "the filters of the application do not apply there");
		start("--test.user=" + user);
		assertThat(post("restart", "X-None: none")).startsWith("HTTP/1.1 409");
		assertThat(TestLifecycles.lastRestart(this.lifecycle).orElseThrow().requestedBy())
			.hasToString("the endpoint (user " + described + ", address 127.0.0.1)");
	}

	private void start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--server.address=127.0.0.1", "--server.port=0", "--spring.main.banner-mode=off",
				"--jdaemon.mode=off", "--management.endpoints.web.exposure.include=restart",
				"--management.endpoint.restart.access=unrestricted"));
		if (this.separatePort) {
			all.addAll(List.of("--management.server.port=0", "--management.server.address=127.0.0.1"));
		}
		this.context = new SpringApplicationBuilder(Application.class).web(this.type)
			.initializers((GenericApplicationContext context) -> prepare(context))
			.run(all.toArray(String[]::new));
		this.port = Integer.parseInt(this.context.getEnvironment()
			.getRequiredProperty(this.separatePort ? "local.management.port" : "local.server.port"));
	}

	private void prepare(GenericApplicationContext context) {
		context.getBeanFactory().registerSingleton("lifecycle", this.lifecycle);
		String name = context.getEnvironment().getProperty("test.user");
		if (name != null && this.type == WebApplicationType.SERVLET) {
			context.registerBean(Filter.class, () -> (request, response, chain) -> chain
				.doFilter(new AuthenticatedRequest((HttpServletRequest) request, () -> name), response));
		}
		else if (name != null) {
			context.registerBean(WebFilter.class, () -> (exchange, chain) -> chain
				.filter(exchange.mutate().principal(Mono.just(() -> name)).build()));
		}
	}

	private String post(String path, String headers) throws IOException {
		try (Socket client = new Socket("127.0.0.1", this.port)) {
			client.getOutputStream()
				.write(("POST /actuator/" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + this.port
						+ "\r\nConnection: close\r\nContent-Length: 0\r\n" + headers + "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** A request whose user is known, as after a login. */
	private static final class AuthenticatedRequest extends HttpServletRequestWrapper {

		private final Principal user;

		AuthenticatedRequest(HttpServletRequest request, Principal user) {
			super(request);
			this.user = user;
		}

		@Override
		public Principal getUserPrincipal() {
			return this.user;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { JettyServletManagementContextAutoConfiguration.class,
			JettyReactiveManagementContextAutoConfiguration.class,
			TomcatReactiveManagementContextAutoConfiguration.class })
	static class Application {

	}

}
