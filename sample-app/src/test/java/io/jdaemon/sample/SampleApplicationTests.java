package io.jdaemon.sample;

import io.jdaemon.DaemonInfo;
import io.jdaemon.Mode;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In a test, an application with the starter stays in its JVM, whatever the mode.
 */
@SpringBootTest(classes = SampleApplication.class, args = "--jdaemon.mode=daemon",
		webEnvironment = WebEnvironment.RANDOM_PORT)
class SampleApplicationTests {

	private final DaemonInfo info;

	SampleApplicationTests(@Autowired DaemonInfo info) {
		this.info = info;
	}

	@Test
	void testStaysInItsProcess() {
		assertThat(this.info.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(this.info.mode()).isEqualTo(Mode.OFF);
	}

}
