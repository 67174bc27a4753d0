package io.jdaemon.boot;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutermostApplication}.
 */
class OutermostApplicationTests {

	private final List<Boolean> outermost = new ArrayList<>();

	@Test
	void startingWhenNoApplicationStartsIsFalse() {
		assertThat(OutermostApplication.starting()).isFalse();
	}

	@Test
	void startingWhenApplicationIsRunIsTrue() {
		application().run().close();
		assertThat(this.outermost).containsExactly(true);
	}

	@Test
	void startingWhenApplicationIsBuiltIsTrue() {
		builder(First.class).listeners(recorder()).run().close();
		assertThat(this.outermost).containsExactly(true);
	}

	@Test
	void startingInAListenerOfAnotherApplicationIsFalse() {
		SpringApplication outer = application();
		outer.addListeners(
				(ApplicationListener<ApplicationEnvironmentPreparedEvent>) (event) -> application().run().close());
		outer.run().close();
		assertThat(this.outermost).containsExactly(true, false);
	}

	@Test
	void startingAsParentIsFalseAndAsChildTrue() {
		SpringApplicationBuilder parent = builder(First.class).listeners(recorder());
		parent.child(Second.class).web(WebApplicationType.NONE).listeners(recorder()).run().close();
		parent.context().close();
		assertThat(this.outermost).containsExactly(false, true);
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(First.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(recorder());
		return application;
	}

	private static SpringApplicationBuilder builder(Class<?> source) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE);
	}

	private ApplicationListener<ApplicationEnvironmentPreparedEvent> recorder() {
		return new Recorder(this.outermost);
	}

	/**
	 * Records whether the outermost application is starting.
	 */
	private record Recorder(
			List<Boolean> outermost) implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			this.outermost.add(OutermostApplication.starting());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class First {

	}

	@Configuration(proxyBeanMethods = false)
	static class Second {

	}

}
