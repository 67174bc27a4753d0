package io.jdaemon.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.jdaemon.DaemonInfo;
import io.jdaemon.ListeningChannel;
import io.jdaemon.ListeningSockets;
import io.jdaemon.Mode;
import io.jdaemon.RestartRefusedException;
import io.jdaemon.Restarter;
import io.jdaemon.binding.JdaemonProperties;
import io.jdaemon.lifecycle.Lifecycle;
import io.jdaemon.lifecycle.TestLifecycles;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdaemonAutoConfiguration}.
 */
class JdaemonAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JdaemonAutoConfiguration.class));

	@Test
	void beansWithoutLifecycleReportThatJdaemonIsOff() {
		this.runner.run((context) -> {
			Restarter restarter = context.getBean(Restarter.class);
			assertThatExceptionOfType(RestartRefusedException.class).isThrownBy(restarter::restart)
				.withMessage("jdaemon is off in this process.");
			DaemonInfo info = context.getBean(DaemonInfo.class);
			assertThat(info.pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(info.mode()).isEqualTo(Mode.OFF);
			assertThat(info.generation()).isZero();
		});
	}

	@Test
	void beansWithLifecycleUseTheLifecycle() {
		Lifecycle lifecycle = TestLifecycles.ready();
		with(lifecycle).run((context) -> {
			assertThat(context).getBean(Restarter.class).isNotNull();
			assertThat(context).getBean(DaemonInfo.class).isEqualTo(TestLifecycles.INFO);
		});
	}

	@Test
	void restarterOfTheApplicationIsInjectedInPlaceOfOurs() {
		Restarter own = () -> {
		};
		with(TestLifecycles.ready()).withBean("own", Restarter.class, () -> own)
			.run((context) -> assertThat(context.getBeanProvider(Restarter.class).getObject()).isSameAs(own));
	}

	@Test
	void restarterBacksOff() {
		Restarter own = () -> {
		};
		this.runner.withBean("own", Restarter.class, () -> own)
			.run((context) -> assertThat(context).getBean(Restarter.class).isSameAs(own));
	}

	@Test
	void daemonInfoBacksOff() {
		this.runner.withBean("own", DaemonInfo.class, () -> TestLifecycles.INFO)
			.run((context) -> assertThat(context).getBean(DaemonInfo.class).isSameAs(TestLifecycles.INFO));
	}

	@Test
	void listeningSocketsBackOff() {
		ListeningSockets own = (address, backlog) -> {
			throw new IOException("It never listens");
		};
		this.runner.withBean("own", ListeningSockets.class, () -> own)
			.run((context) -> assertThat(context).getBean(ListeningSockets.class).isSameAs(own));
	}

	@Test
	void socketsDrainBeforeTheirContextIsClosed() {
		List<String> journal = new ArrayList<>();
		this.runner.run((context) -> {
			ListeningChannel channel = context.getBean(ListeningSockets.class)
				.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			channel.onDrain(() -> journal.add("drained"));
			new ApplicationContextRunner().withParent(context).run((child) -> {
			});
			assertThat(journal).isEmpty();
			context.close();
			assertThat(journal).containsExactly("drained");
			assertThat(channel.channel().isOpen()).isFalse();
		});
	}

	@Test
	void beansHaveThePrefix() {
		with(TestLifecycles.ready()).withConfiguration(AutoConfigurations.of(SocketsAutoConfiguration.class))
			.run((context) -> assertThat(context.getBeanDefinitionNames())
				.filteredOn((name) -> context.getType(name).getName().startsWith("io.jdaemon."))
				.filteredOn((name) -> !name.contains("."))
				.contains("jdaemonRestarter", "jdaemonInfo", "jdaemonTomcatSocketsCustomizer",
						"jdaemonJettySocketsCustomizer", "jdaemonNettySocketsCustomizer")
				.allMatch((name) -> name.startsWith("jdaemon")));
	}

	@Test
	void applicationBeanNamedRestarterDoesNotCollide() {
		this.runner.withBean("restarter", String.class, () -> "of the application")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Restarter.class));
	}

	@Test
	void propertiesAreABean() {
		this.runner.withPropertyValues("jdaemon.mode=foreground", "jdaemon.out=o.log").run((context) -> {
			JdaemonProperties properties = context.getBean(JdaemonProperties.class);
			assertThat(properties.mode()).isEqualTo(Mode.FOREGROUND);
			assertThat(properties.out()).isEqualTo("o.log");
		});
	}

	private ApplicationContextRunner with(Lifecycle lifecycle) {
		return this.runner
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("jdaemonLifecycle", lifecycle));
	}

}
