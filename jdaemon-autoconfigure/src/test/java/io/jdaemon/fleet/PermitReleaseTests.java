package io.jdaemon.fleet;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.jdaemon.settings.FleetSettings;
import io.jdaemon.settings.WithoutCoordinator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PermitRelease}.
 */
class PermitReleaseTests {

	private static final String HOLDER = "host-2:/srv/orders.pid";

	private final FakePermits permits = new FakePermits();

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@Test
	void permitIsReleasedWithARecordOfWhoDidIt() throws Exception {
		this.permits.hold(HOLDER, Duration.ZERO);
		assertThat(release(HOLDER)).isZero();
		assertThat(this.permits.heldBy(HOLDER)).isFalse();
		assertThat(this.permits.releasedBy).isEqualTo("alice on host-1");
		assertThat(this.out).asString()
			.matches("Released the permit of orders, which was held by " + HOLDER + " since [-0-9]+ [0-9:]+\\R");
	}

	@Test
	void permitOfAnotherIsNotReleasedUnlessNamed() throws Exception {
		this.permits.hold(HOLDER, Duration.ZERO);
		assertThat(release("host-1:/srv/orders.pid")).isOne();
		assertThat(this.permits.heldBy(HOLDER)).isTrue();
		assertThat(this.err).asString()
			.startsWith("host-1:/srv/orders.pid has no permit of orders, which is held by " + HOLDER + " since ")
			.contains("release-permit \"" + HOLDER + "\"");
	}

	@Test
	void permitWhoseHolderIsNotKnownIsReleasedAllTheSame() throws Exception {
		assertThat(release(HOLDER)).isZero();
		assertThat(this.permits.releasedBy).isEqualTo("alice on host-1");
		assertThat(this.out).asString().startsWith("No permit of orders is known to be held");
	}

	private int release(String holder) throws Exception {
		FleetSettings settings = new FleetSettings("orders", "host-1:/srv/orders.pid", 1, Duration.ZERO, Duration.ZERO,
				WithoutCoordinator.REFUSE, null);
		return new PermitRelease(settings, this.permits, holder, "alice on host-1").run(
				new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8));
	}

}
