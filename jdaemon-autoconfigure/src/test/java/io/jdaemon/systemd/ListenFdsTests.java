package io.jdaemon.systemd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.jdaemon.process.ListenDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenFds}.
 */
class ListenFdsTests {

	private static final List<ListenDescriptor> NONE = List.of();

	private final Map<String, String> environment = new HashMap<>(
			Map.of("LISTEN_PID", "300", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "web.socket::jdaemon-8080"));

	@Test
	void descriptorsAreNumberedFromThree() {
		assertThat(ListenFds.read(this.environment, 300, NONE)).containsExactly(passed(3, "web.socket"), passed(4, ""),
				passed(5, "jdaemon-8080"));
	}

	@Test
	void descriptorsOfAnotherProcessAreNotThoseOfThisOne() {
		assertThat(ListenFds.read(this.environment, 301, NONE)).isEmpty();
		ListenDescriptor passedOn = new ListenDescriptor(7, "web.socket", false);
		assertThat(ListenFds.read(this.environment, 301, List.of(passedOn))).containsExactly(passedOn);
	}

	@Test
	void descriptorWithoutNameIsUnknown() {
		this.environment.put("LISTEN_FDNAMES", "web.socket");
		assertThat(ListenFds.read(this.environment, 300, NONE)).containsExactly(passed(3, "web.socket"),
				passed(4, "unknown"), passed(5, "unknown"));
		this.environment.remove("LISTEN_FDNAMES");
		assertThat(ListenFds.read(this.environment, 300, NONE)).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "0", "-1", "99999999999999999999" })
	void wrongNumberIsNone(String number) {
		this.environment.put("LISTEN_FDS", number);
		assertThat(ListenFds.read(this.environment, 300, NONE)).isEmpty();
	}

	@Test
	void numberIsLimited() {
		this.environment.put("LISTEN_FDS", "4000000000");
		assertThat(ListenFds.read(this.environment, 300, NONE)).hasSize(1024);
	}

	private static ListenDescriptor passed(int descriptor, String name) {
		return new ListenDescriptor(descriptor, name, true);
	}

}
