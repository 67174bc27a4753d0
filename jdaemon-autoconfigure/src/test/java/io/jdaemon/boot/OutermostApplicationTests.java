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
	void startingWhenNoneStartsIsFalse() {
		assertThat(OutermostApplication.starting()).isFalse();
	}

	@Test
	void startingWhenOneIsRunIsTrue() {
		application().run().close();
		assertThat(this.outermost).containsExactly(true);
	}

	@Test
	void startingWhenBuiltIsTrue() {
		builder(First.class).listeners(note()).run().close();
		assertThat(this.outermost).containsExactly(true);
	}

	@Test
	void startingInTheListenerOfAnotherIsFalse() {
		SpringApplication outer = application();
		outer.addListeners(
				(ApplicationListener<ApplicationEnvironmentPreparedEvent>) (event) -> application().run().close());
		outer.run().close();
		assertThat(this.outermost).containsExactly(true, false);
	}

	@Test
	void startingAsParentIsFalseAndAsChildTrue() {
		SpringApplicationBuilder parent = builder(First.class).listeners(note());
		parent.child(Second.class).web(WebApplicationType.NONE).listeners(note()).run().close();
		parent.context().close();
		assertThat(this.outermost).containsExactly(false, true);
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(First.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(note());
		return application;
	}

	private static SpringApplicationBuilder builder(Class<?> source) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE);
	}

	private ApplicationListener<ApplicationEnvironmentPreparedEvent> note() {
		return new Note(this.outermost);
	}

	/**
	 * Notes what is asked of it.
	 */
	private record Note(List<Boolean> outermost) implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

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
