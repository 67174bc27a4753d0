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

	@Test
	void replaceableWhenSystemdIsTheParent() {
		// As executed, and as the successor of the process that was executed
		assertThat(ServiceRole.replaceable(Map.of("SYSTEMD_EXEC_PID", "4711"), 1)).isTrue();
		assertThat(ServiceRole.replaceable(Map.of("SYSTEMD_EXEC_PID", "4711"), 1234)).isTrue();
		assertThat(ServiceRole.replaceable(Map.of(), 1)).isTrue();
	}

	@Test
	void replaceableWhenAWrapperIsTheParentIsFalse() {
		assertThat(ServiceRole.replaceable(Map.of("SYSTEMD_EXEC_PID", "4711"), 4711)).isFalse();
		assertThat(ServiceRole.replaceable(Map.of(), 4711)).isFalse();
	}

	@Test
	void executedWhenBothVariablesSaySo() {
		Map<String, String> environment = Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "SYSTEMD_EXEC_PID", "4711");
		assertThat(ServiceRole.executed(environment, 4711)).isTrue();
		assertThat(ServiceRole.executed(environment, 4712)).isFalse();
		assertThat(ServiceRole.executed(Map.of("SYSTEMD_EXEC_PID", "4711"), 4711)).isFalse();
		assertThat(ServiceRole.executed(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"), 4711)).isFalse();
	}

}
