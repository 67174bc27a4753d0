package io.jdaemon.autoconfigure;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.jdaemon.Restarter;
import io.jdaemon.actuate.RestartEndpoint;
import io.jdaemon.lifecycle.TestLifecycles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestartEndpointAutoConfiguration}.
 */
class RestartEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=restart";

	private static final String ALLOWED = "management.endpoint.restart.access=unrestricted";

	// Like an application, which converts "read-only" to an enum constant
	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withConfiguration(AutoConfigurations.of(JdaemonAutoConfiguration.class, RestartEndpointAutoConfiguration.class,
				EndpointAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "unrestricted", "read-only" })
	void endpointWhenExposedAndAllowedIsPresent(String access) {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.restart.access=" + access)
			.run((context) -> assertThat(context).hasSingleBean(RestartEndpoint.class)
				.hasBean("jdaemonRestartEndpoint"));
	}

	@Test
	void endpointByDefaultIsAbsent() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RestartEndpoint.class));
	}

	@Test
	void endpointWhenOnlyExposedIsAbsent() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RestartEndpoint.class));
	}

	@Test
	void endpointWhenOnlyAllowedIsAbsent() {
		this.runner.withPropertyValues(ALLOWED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RestartEndpoint.class));
	}

	@Test
	void endpointBacksOff() {
		RestartEndpoint own = new RestartEndpoint(TestLifecycles.INFO, null);
		this.runner.withPropertyValues(EXPOSED, ALLOWED)
			.withBean("own", RestartEndpoint.class, () -> own)
			.run((context) -> assertThat(context).getBean(RestartEndpoint.class).isSameAs(own));
	}

	@Test
	void endpointWithoutActuatorIsAbsent() {
		this.runner.withPropertyValues(EXPOSED, ALLOWED)
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Restarter.class)
				.doesNotHaveBean("restartEndpoint"));
	}

	@Test
	void endpointBesideThatOfSpringCloudIsAbsent() throws ClassNotFoundException {
		SpringCloud springCloud = new SpringCloud();
		ApplicationContextRunner runner = this.runner.withPropertyValues(EXPOSED, ALLOWED).withClassLoader(springCloud);
		Class<?> type = springCloud.loadClass(SpringCloud.NAME);
		runner
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean(type,
					(definition) -> definition.setLazyInit(true)))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RestartEndpoint.class));
		runner.run((context) -> assertThat(context).hasSingleBean(RestartEndpoint.class));
	}

	@Test
	void endpointWhenExposedOverJmxIsMBean() {
		this.runner
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withPropertyValues(ALLOWED, "spring.jmx.enabled=true", "spring.jmx.default-domain=jdaemon.test",
					"management.endpoints.jmx.exposure.include=restart")
			.run((context) -> assertThat(context.getBean(MBeanServer.class)
				.getMBeanInfo(new ObjectName("jdaemon.test:type=Endpoint,name=Restart"))
				.getOperations()).extracting(RestartEndpointAutoConfigurationTests::signature)
				.containsExactlyInAnyOrder("status()", "restart()", "restartBy(java.lang.String strategy)"));
	}

	private static String signature(MBeanOperationInfo operation) {
		return Stream.of(operation.getSignature())
			.map((parameter) -> parameter.getType() + " " + parameter.getName())
			.collect(Collectors.joining(", ", operation.getName() + "(", ")"));
	}

	/**
	 * A class path that contains Spring Cloud's endpoint.
	 */
	private static final class SpringCloud extends ClassLoader {

		private static final String NAME = "org.springframework.cloud.context.restart.RestartEndpoint";

		private SpringCloud() {
			super(RestartEndpointAutoConfigurationTests.class.getClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (!name.equals(NAME)) {
				throw new ClassNotFoundException(name);
			}
			ClassWriter writer = new ClassWriter(0);
			writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, NAME.replace('.', '/'), null, "java/lang/Object", null);
			byte[] bytes = writer.toByteArray();
			return defineClass(name, bytes, 0, bytes.length);
		}

	}

}
