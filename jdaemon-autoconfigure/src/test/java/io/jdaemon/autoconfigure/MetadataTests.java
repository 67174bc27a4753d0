package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.jdaemon.command.CommandName;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files that the build puts into META-INF.
 */
class MetadataTests {

	@Test
	void everyPropertyIsDescribed() throws Exception {
		Map<String, JSONObject> properties = Metadata.properties();
		assertThat(properties).containsKeys("jdaemon.mode", "jdaemon.out", "jdaemon.err", "jdaemon.pid-file",
				"jdaemon.startup-timeout", "jdaemon.stop-timeout", "jdaemon.signals");
		properties.keySet().removeIf((name) -> !name.startsWith("jdaemon."));
		assertThat(properties)
			.allSatisfy((name, property) -> assertThat(property.optString("description")).matches("(?s)[A-Z].*\\."));
	}

	@Test
	void everyCommandIsDescribed() throws Exception {
		assertThat(Metadata.values("jdaemon.command")).extracting((value) -> value.getString("value"))
			.containsExactly(Arrays.stream(CommandName.values()).map(CommandName::word).toArray(String[]::new));
	}

	@Test
	void endpointHasNoAccessByDefault() throws Exception {
		assertThat(Metadata.properties().get("management.endpoint.restart.access").getString("defaultValue"))
			.isEqualTo("none");
	}

	@Test
	void importsAreSortedAndComplete() throws IOException {
		List<String> configurations = new ClassFileImporter().importPackages("io.jdaemon")
			.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.sorted()
			.toList();
		assertThat(text("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports").lines())
			.filteredOn((line) -> !line.isBlank())
			.isNotEmpty()
			.isEqualTo(configurations);
	}

	private static String text(String resource) throws IOException {
		return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8);
	}

}
