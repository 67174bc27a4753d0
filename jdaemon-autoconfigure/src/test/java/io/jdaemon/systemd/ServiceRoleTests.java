package io.jdaemon.systemd;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceRole}.
 */
class ServiceRoleTests {

	private static final long PID = 17;

	private static final long PARENT = 16;

	@Test
	void processThatSystemdHasExecutedIsMain() {
		assertThat(role("17", true)).isEqualTo(ServiceRole.EXECUTED);
		assertThat(role("17", false)).isEqualTo(ServiceRole.EXECUTED);
	}

	@Test
	void childOfWrapperIsMain() {
		assertThat(role("16", false)).isEqualTo(ServiceRole.EXECUTED);
	}

	// tmux is the main process of a service, and the user has typed a command.
	@Test
	void processOnTerminalOfServiceIsNot() {
		assertThat(role("16", true)).isEqualTo(ServiceRole.NONE);
		assertThat(role("15", true)).isEqualTo(ServiceRole.NONE);
		assertThat(role("15", false)).isEqualTo(ServiceRole.NONE);
	}

	@Test
	void processOfSystemdThatDoesNotNameItIsMain() {
		assertThat(ServiceRole.of(Map.of(), PID, PARENT, false)).isEqualTo(ServiceRole.EXECUTED);
	}

	@Test
	void processWithoutSocketIsNot() {
		String pid = String.valueOf(ProcessHandle.current().pid());
		assertThat(ServiceRole.of(Map.of("SYSTEMD_EXEC_PID", pid))).isEqualTo(ServiceRole.NONE);
		assertThat(ServiceRole.of(Map.of("SYSTEMD_EXEC_PID", pid, "NOTIFY_SOCKET", ""))).isEqualTo(ServiceRole.NONE);
		assertThat(ServiceRole.of(Map.of("SYSTEMD_EXEC_PID", pid, "NOTIFY_SOCKET", "/run/x")))
			.isEqualTo(ServiceRole.EXECUTED);
	}

	private static ServiceRole role(String executed, boolean terminal) {
		return ServiceRole.of(Map.of("SYSTEMD_EXEC_PID", executed), PID, PARENT, terminal);
	}

}
