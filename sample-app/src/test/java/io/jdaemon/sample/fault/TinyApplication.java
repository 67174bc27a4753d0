package io.jdaemon.sample.fault;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * An application with nothing but jdaemon and logging in it, for tests that need many
 * starts: it reads Spring Boot's configuration files only with
 * -Dtiny.reads-configuration=true, ends at once with -Dtiny.runs-once=true, runs and
 * closes another first with -Dtiny.runs-another-first=true, and has no beans but the
 * {@linkplain Fault faults} that are set, as arguments or in a file fault.properties in
 * the working directory.
 */
public final class TinyApplication extends SpringApplication {

	private static final Path SETTINGS = Path.of("fault.properties");

	private TinyApplication() {
		super(TinyApplication.class);
	}

	public static void main(String[] args) throws IOException {
		if (Boolean.getBoolean("tiny.runs-another-first")) {
			SpringApplication first = create();
			first.setKeepAlive(false);
			first.run().close();
		}
		create().run(args);
	}

	private static SpringApplication create() throws IOException {
		SpringApplication application = new TinyApplication();
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setKeepAlive(!Boolean.getBoolean("tiny.runs-once"));
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(!Boolean.getBoolean("tiny.without-hook"));
		application.setInitializers(List.of());
		application.setListeners(application.getListeners().stream().filter(TinyApplication::needed).toList());
		application.setDefaultProperties(settings());
		return application;
	}

	private static boolean needed(ApplicationListener<?> listener) {
		return listener instanceof LoggingApplicationListener
				|| listener instanceof EnvironmentPostProcessorApplicationListener
						&& Boolean.getBoolean("tiny.reads-configuration")
				|| listener.getClass().getName().startsWith("io.jdaemon.");
	}

	private static Map<String, Object> settings() throws IOException {
		Map<String, Object> settings = new HashMap<>(Map.of("spring.application.name", "sample-app", "jdaemon.out",
				"sample-app.log", "jdaemon.err", "sample-app.log"));
		if (Files.exists(SETTINGS)) {
			Properties faults = new Properties();
			try (Reader reader = Files.newBufferedReader(SETTINGS)) {
				faults.load(reader);
			}
			faults.forEach((name, value) -> settings.put(name.toString(), value));
		}
		return settings;
	}

	// jdaemon adds one, once it has unblocked the signals.
	@Override
	public void addInitializers(ApplicationContextInitializer<?>... initializers) {
		if (Files.exists(Path.of("hold"))) {
			Fault.waitToGoOn("The initializers wait on purpose");
		}
		if (Files.exists(Path.of("refuse"))) {
			throw new IllegalStateException("The initializers fail on purpose");
		}
		super.addInitializers(initializers);
	}

	@Override
	protected void bindToSpringApplication(ConfigurableEnvironment environment) {
		// No test sets a property spring.main.*
	}

	@Override
	protected ConfigurableApplicationContext createApplicationContext() {
		return new QuickContext();
	}

	@Override
	protected void load(ApplicationContext context, Object[] sources) {
		Fault.registerAll((GenericApplicationContext) context);
	}

	/** Does without messages, for which Spring looks at all locales. */
	private static final class QuickContext extends GenericApplicationContext {

		@Override
		protected void initMessageSource() {
		}

	}

}
