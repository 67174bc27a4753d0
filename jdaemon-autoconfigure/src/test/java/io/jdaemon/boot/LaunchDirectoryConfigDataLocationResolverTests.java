package io.jdaemon.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.ConfigTreeConfigDataResource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchDirectoryConfigDataLocationResolver}.
 */
class LaunchDirectoryConfigDataLocationResolverTests {

	@TempDir
	private Path directory;

	private Path launchDirectory;

	private final Map<String, Object> properties = new HashMap<>();

	private ConfigDataResource parent;

	@BeforeEach
	void createFiles() throws IOException {
		// All characters that have a meaning in a location, a pattern or a URL
		this.launchDirectory = Files.createDirectories(this.directory.resolve("ä b;c#d%41*e?f[.g]"));
		for (String file : new String[] { "application.yml", "config/application.properties",
				"config/a/application.yml", "conf/extra.yml" }) {
			Files.createDirectories(this.launchDirectory.resolve(file).getParent());
			Files.writeString(this.launchDirectory.resolve(file), "");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					optional:file:./;optional:file:./config/;optional:file:./config/*/ | application.yml config/application.properties config/a/application.yml
					file:conf/extra.yml                                                | conf/extra.yml
					conf/extra.yml                                                     | conf/extra.yml
					optional:conf/                                                     | conf
					file:./conf/extra.yml;optional:classpath:/                         | conf/extra.yml
					optional:file:missing.yml                                          | ''
					""")
	void relativeLocationIsFoundInTheLaunchDirectory(String location, String found) {
		assertThat(resolved(location)).isEqualTo(found);
	}

	@Test
	void filesInTheLaunchDirectoryAreThoseOfSpringBoot() {
		this.properties.put("spring.config.name", "extra");
		assertThat(resolved("file:conf/")).isEqualTo("conf/extra.yml");
	}

	@Test
	void treeIsFoundInTheLaunchDirectory() {
		// A tree is a path, in which an asterisk is a pattern.
		this.launchDirectory = this.directory;
		ConfigDataLocation location = ConfigDataLocation.of("configtree:./conf/");
		assertThat(resolver().isResolvable(context(), location)).isTrue();
		assertThat(resolver().resolve(context(), location)).singleElement()
			.isInstanceOf(ConfigTreeConfigDataResource.class)
			.asString()
			.contains(this.launchDirectory + "/./conf");
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:/", "optional:classpath:/;optional:classpath:/config/", "file:/etc/app.yml",
			"/etc/app.yml", "https://example.org/app.yml", "configtree:/run/secrets/", "env:APP_CONFIG" })
	void fixedLocationIsLeftAlone(String location) {
		assertThat(resolver().isResolvable(context(), ConfigDataLocation.of(location))).isFalse();
	}

	@Test
	void importInFileIsRelativeToThatFileUnlessItIsAUrl() {
		this.parent = resolver().resolve(context(), ConfigDataLocation.of("file:conf/extra.yml")).get(0);
		assertThat(resolver().isResolvable(context(), ConfigDataLocation.of("extra.yml"))).isFalse();
		assertThat(resolved("file:conf/extra.yml")).isEqualTo("conf/extra.yml");
	}

	@Test
	void withoutLaunchDirectoryNothingIsResolved() {
		LaunchDirectoryConfigDataLocationResolver resolver = new LaunchDirectoryConfigDataLocationResolver(
				(log) -> LogFactory.getLog(getClass()), new Binder(), new DefaultResourceLoader());
		assertThat(resolver.isResolvable(context(), ConfigDataLocation.of("file:./"))).isFalse();
	}

	private String resolved(String location) {
		ConfigDataLocation configured = ConfigDataLocation.of(location);
		assertThat(resolver().isResolvable(context(), configured)).isTrue();
		return resolver().resolve(context(), configured)
			.stream()
			.map(LaunchDirectoryConfigDataLocationResolverTests::path)
			.map((path) -> this.launchDirectory.relativize(Path.of(path).normalize()).toString())
			.collect(Collectors.joining(" "));
	}

	private static String path(ConfigDataResource resource) {
		String text = resource.toString();
		return text.substring(text.indexOf('[') + 1, text.lastIndexOf(']'));
	}

	private LaunchDirectoryConfigDataLocationResolver resolver() {
		return new LaunchDirectoryConfigDataLocationResolver((log) -> LogFactory.getLog(getClass()),
				new Binder(new MapConfigurationPropertySource(this.properties)), new DefaultResourceLoader(),
				Optional.of(this.launchDirectory.toString()));
	}

	private ConfigDataLocationResolverContext context() {
		ConfigDataResource parent = this.parent;
		return new ConfigDataLocationResolverContext() {

			@Override
			public Binder getBinder() {
				return new Binder();
			}

			@Override
			public ConfigDataResource getParent() {
				return parent;
			}

			@Override
			public ConfigurableBootstrapContext getBootstrapContext() {
				return new DefaultBootstrapContext();
			}

		};
	}

}
