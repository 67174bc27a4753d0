package io.jdaemon.systemd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Notification}.
 */
class NotificationTests {

	@Test
	void assignmentsAreLinesOfOneMessage() {
		assertThat(text(Notification.reloading(4711).and(Notification.status("restarting"))))
			.isEqualTo("RELOADING=1\nMONOTONIC_USEC=4711\nSTATUS=restarting");
		assertThat(text(Notification.extendTimeout(Duration.ofSeconds(2)))).isEqualTo("EXTEND_TIMEOUT_USEC=2000000");
		assertThat(text(Notification.watchdogInterval(Duration.ofDays(400_000))))
			.isEqualTo("WATCHDOG_USEC=34560000000000000");
		assertThat(text(Notification.watchdogInterval(Duration.ofSeconds(Long.MAX_VALUE))))
			.isEqualTo("WATCHDOG_USEC=" + Long.MAX_VALUE);
		assertThat(text(Notification.watchdog())).isEqualTo("WATCHDOG=1");
		assertThat(text(Notification.mainPid(4711))).isEqualTo("MAINPID=4711");
	}

	@Test
	void statusCannotContainAnotherAssignment() {
		assertThat(text(Notification.status("refused:\nMAINPID=1\r\u2028x"))).isEqualTo("STATUS=refused:?MAINPID=1??x");
	}

	@Test
	void statusFitsIntoWhatSystemdReads() {
		String status = text(Notification.status("\u20ac".repeat(5000)));
		assertThat(status.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(3000, 4000);
		assertThat(status).endsWith("\u20ac…");
	}

	@Test
	void descriptorsBelongToMessage() {
		Notification message = Notification.ready().and(Notification.store("jdaemon", List.of(7, 9)));
		assertThat(text(message)).isEqualTo("READY=1\nFDSTORE=1\nFDNAME=jdaemon");
		assertThat(message.descriptors()).containsExactly(7, 9);
	}

	private static String text(Notification notification) {
		return new String(notification.bytes(), StandardCharsets.UTF_8);
	}

}
