package io.jdaemon.autoconfigure;

import io.jdaemon.actuate.DaemonInfoContributor;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import io.jdaemon.status.InstanceDescription;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonInfoContributorAutoConfiguration}.
 */
class DaemonInfoContributorAutoConfigurationTests {

	private final ApplicationContextRunner off = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(JdaemonAutoConfiguration.class, DaemonInfoContributorAutoConfiguration.class));

	private final ApplicationContextRunner on = this.off.withBean(Lifecycle.class, TestLifecycles::ready);

	@Test
	void contributesTheDescriptionOfTheMoment() {
		this.on.run((context) -> {
			Info.Builder builder = new Info.Builder();
			context.getBean(DaemonInfoContributor.class).contribute(builder);
			assertThat(builder.build().getDetails()).containsEntry("daemon",
					InstanceDescription.of(context.getBean(Lifecycle.class).status()));
		});
	}

	@Test
	void backsOffWhenDisabledOrOffOrWithoutActuator() {
		this.on.withPropertyValues("management.info.daemon.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DaemonInfoContributor.class));
		this.off.run((context) -> assertThat(context).doesNotHaveBean(DaemonInfoContributor.class));
		this.on.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledInfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("jdaemonInfoContributor"));
	}

}
