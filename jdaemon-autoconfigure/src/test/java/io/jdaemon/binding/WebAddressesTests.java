package io.jdaemon.binding;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebAddresses}.
 */
class WebAddressesTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			a               | b         | 8080
			server.port     | 9090      | 9090
			server.port     | 0         | ''
			server.port     | -1        | ''
			server.address  | 127.0.0.1 | 127.0.0.1:8080
			server.address  | ::1       | [::1]:8080
			management.server.port | 9090 | 8080,9090
			management.server.port | 8080 | 8080
			management.server.address | ::1 | 8080
			""", delimiter = '|')
	void addressesAreThoseOfTheProperties(String property, String value, String addresses) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, value)));
		assertThat(WebAddresses.of(environment))
			.isEqualTo(addresses.isEmpty() ? List.of() : List.of(addresses.split(",")));
	}

}
