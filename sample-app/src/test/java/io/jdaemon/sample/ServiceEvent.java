package io.jdaemon.sample;

import java.io.IOException;
import java.nio.file.Files;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to a service, in an order that needs few starts: what one event leaves,
 * the next one finds.
 */
enum ServiceEvent {

	/** The application does not start. */
	FAILING_START("start, and a bean throws") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.load();
			service.nextImage(THROWS);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.systemctl("start");
		}

	},

	/** jdaemon refuses its settings. */
	WRONG_START("start with a wrong setting") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.nextImage(WRONG);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.systemctl("start");
		}

	},

	/** The service is started. */
	START("start") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.nextImage();
			service.load(service.type().notifies() ? WATCHDOG_SETTINGS : "");
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.awaitAfter("start", SampleDaemon.READY);
		}

	},

	/** The process replaces its image. */
	RELOAD("reload by exec") {

		@Override
		void prepare(ServiceUnderTest service) {
			// The restart that a signal requests is as the running image is set.
			service.nextImage(service.type().commandReloads() ? "" : HANDOVER_STRATEGY);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.awaitAfter("reload", SampleDaemon.READY);
		}

	},

	/** A successor does not start. */
	FAILING_HANDOVER("reload by handover, and a bean throws") {

		@Override
		boolean concerns(ServiceType type) {
			return type.handsOver();
		}

		@Override
		void prepare(ServiceUnderTest service) {
			service.nextImage(THROWS, HANDOVER_STRATEGY);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.awaitAfter("reload", " failed: The successor (pid ");
		}

	},

	/** A successor takes over. */
	HANDOVER("reload by handover") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.nextImage("fault.breaks-liveness=true", HANDOVER_STRATEGY);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.awaitAfter("reload", SampleDaemon.READY);
		}

	},

	/** The liveness state is broken, after signs of life. */
	WATCHDOG("liveness state broken, with WatchdogSec=") {

		@Override
		boolean concerns(ServiceType type) {
			return type.notifies();
		}

		@Override
		int happenTo(ServiceUnderTest service) throws IOException {
			// Not the interval over the gap of a restart
			assertThat(service.show("WatchdogUSec")).isEqualTo("6s");
			String last = service.show("WatchdogTimestampMonotonic");
			patiently().until(() -> !service.show("WatchdogTimestampMonotonic").equals(last));
			Files.createFile(service.sample().directory().resolve("go-on"));
			return 0;
		}

	},

	/** The preflight finds that the next image could not start. */
	REFUSED_RELOAD("reload, and a library is missing") {

		@Override
		void prepare(ServiceUnderTest service) throws IOException {
			service.ownLayout();
			service.startAnew();
			Files.delete(service.unusedLibrary());
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.awaitAfter("reload", " refused: The library ");
		}

	},

	/** The service is stopped. */
	STOP("stop") {

		@Override
		int happenTo(ServiceUnderTest service) {
			int status = service.systemctl("stop");
			service.sample().assertNothingVisible();
			return status;
		}

	},

	/** The new image does not start. */
	FAILING_RELOAD("reload by exec, and a bean throws") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.sharedLayout();
			service.startAnew();
			service.nextImage(THROWS);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.systemctl("reload");
		}

	},

	/** jdaemon refuses the settings of the new image. */
	WRONG_RELOAD("reload by exec with a wrong setting") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.startAnew();
			service.nextImage(WRONG);
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.systemctl("reload");
		}

	},

	/** The process is killed. */
	KILL("kill -9, with Restart=on-failure") {

		@Override
		void prepare(ServiceUnderTest service) {
			service.startAnew("Restart=on-failure");
		}

		@Override
		int happenTo(ServiceUnderTest service) {
			return service.awaitAfter("kill --kill-who=main --signal=KILL", SampleDaemon.READY);
		}

	};

	private static final String THROWS = "fault.throws=true";

	private static final String WRONG = "jdaemon.stop-timeout=soon";

	private static final String HANDOVER_STRATEGY = "jdaemon.restart.strategy=handover";

	private static final String WATCHDOG_SETTINGS = "WatchdogSec=6\nWatchdogSignal=SIGKILL";

	private final String words;

	ServiceEvent(String words) {
		this.words = words;
	}

	/**
	 * Whether it can happen.
	 * @param type the type of the service
	 * @return whether it can
	 */
	boolean concerns(ServiceType type) {
		return true;
	}

	/**
	 * Do what has to be done before.
	 * @param service the service
	 * @throws IOException if files cannot be changed
	 */
	void prepare(ServiceUnderTest service) throws IOException {
	}

	/**
	 * Let it happen, and wait until the application has done its part.
	 * @param service the service
	 * @return the exit status of systemctl, 0 without one
	 * @throws IOException if files cannot be changed
	 */
	abstract int happenTo(ServiceUnderTest service) throws IOException;

	@Override
	public String toString() {
		return this.words;
	}

}
