package io.jdaemon.sample.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.jdaemon.autoconfigure.JdaemonAutoConfiguration;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * An application with nothing but jdaemon and logging in it, for tests that need many
 * starts: it reads no configuration file but with -Dtiny.reads-configuration=true, and
 * has no beans but where a fault is set. It has no stereotype, so that the sample
 * application does not take it for a part of itself.
 */
@ImportAutoConfiguration(JdaemonAutoConfiguration.class)
@Import(Faults.class)
public class TinyApplication {

	public static void main(String[] args) {
		SpringApplication application = new QuickApplication();
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setKeepAlive(true);
		application.setBannerMode(Banner.Mode.OFF);
		application.setInitializers(List.of());
		application.setListeners(application.getListeners().stream().filter(TinyApplication::needed).toList());
		application.setDefaultProperties(Map.of("spring.application.name", "sample-app", "jdaemon.out",
				"sample-app.log", "jdaemon.err", "sample-app.log"));
		application.run(args);
	}

	private static boolean needed(ApplicationListener<?> listener) {
		return listener instanceof LoggingApplicationListener
				|| listener instanceof EnvironmentPostProcessorApplicationListener
						&& Boolean.getBoolean("tiny.reads-configuration")
				|| listener.getClass().getName().startsWith("io.jdaemon.");
	}

	/** Does without annotations if it can. */
	private static final class QuickApplication extends SpringApplication {

		QuickApplication() {
			super(TinyApplication.class);
		}

		@Override
		protected ConfigurableApplicationContext createApplicationContext() {
			return new GenericApplicationContext();
		}

		@Override
		protected void load(ApplicationContext context, Object[] sources) {
			if (faulty((ConfigurableApplicationContext) context)) {
				super.load(context, sources);
			}
		}

		private static boolean faulty(ConfigurableApplicationContext context) {
			return context.getEnvironment()
				.getPropertySources()
				.stream()
				.anyMatch((source) -> source instanceof EnumerablePropertySource<?> names
						&& Arrays.stream(names.getPropertyNames()).anyMatch((name) -> name.startsWith("fault.")));
		}

	}

}
