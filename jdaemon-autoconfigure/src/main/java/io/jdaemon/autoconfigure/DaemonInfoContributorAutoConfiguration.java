package io.jdaemon.autoconfigure;

import io.jdaemon.actuate.DaemonInfoContributor;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.status.InstanceDescription;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@link DaemonInfoContributor}, unless jdaemon is off.
 * {@code management.info.daemon.enabled=false} leaves it out.
 */
@AutoConfiguration(after = JdaemonAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledInfoContributor.class)
@ConditionalOnEnabledInfoContributor("daemon")
@ConditionalOnBean(Lifecycle.class)
public final class DaemonInfoContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DaemonInfoContributor jdaemonInfoContributor(Lifecycle lifecycle) {
		return new DaemonInfoContributor(() -> InstanceDescription.of(lifecycle.status()));
	}

}
