package io.jdaemon.bench.daemon;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.jdaemon.bench.http.HttpConnection;
import io.jdaemon.bench.http.RequestException;

/**
 * Watches one restart by exec from outside: the daemon's process and listening socket in
 * proc(5), its log, and the responses on connections of its own.
 */
public final class RestartWatch {

	// Of one processor: the image that is watched needs all of them.
	private static final double SHARE = 0.2;

	private static final long PROBE_MILLIS = 10;

	private final long start = System.nanoTime();

	private final long pid;

	private final InetSocketAddress address;

	private final Path log;

	private final RestartSteps steps;

	private final Thread process = new Thread(this::watchProcess, "watch-process");

	private final Thread responses = new Thread(this::watchResponses, "watch-responses");

	private volatile boolean ended;

	private RestartWatch(long pid, InetSocketAddress address, Path log) throws IOException {
		this.pid = pid;
		this.address = address;
		this.log = log;
		this.steps = new RestartSteps(read());
	}

	/**
	 * Start to watch. What is found counts from now.
	 * @param daemon the daemon, before it is signalled
	 * @return the watch
	 */
	static RestartWatch start(ProcessHandle daemon, InetSocketAddress address, Path log) throws IOException {
		RestartWatch watch = new RestartWatch(daemon.pid(), address, log);
		watch.process.start();
		watch.responses.start();
		return watch;
	}

	private ImageState read() throws IOException {
		return ImageState.read(this.pid, this.address.getPort(), this.log);
	}

	private Duration time() {
		return Duration.ofNanos(System.nanoTime() - this.start);
	}

	private void watchProcess() {
		try {
			while (!this.ended) {
				long begin = System.nanoTime();
				ImageState state = read();
				synchronized (this.steps) {
					this.steps.observe(time(), state);
				}
				if (this.steps.outputOfNextImage() >= 0 && started()) {
					synchronized (this.steps) {
						this.steps.reached(RestartStep.READY, time());
					}
				}
				TimeUnit.NANOSECONDS.sleep((long) ((System.nanoTime() - begin) / SHARE));
			}
		}
		catch (IOException | InterruptedException ex) {
			// The daemon has exited, which the run reports.
		}
	}

	private boolean started() throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(this.log.toFile(), "r")) {
			file.seek(this.steps.outputOfNextImage());
			byte[] output = new byte[(int) (file.length() - file.getFilePointer())];
			file.readFully(output);
			return new String(output, StandardCharsets.UTF_8).contains(": Started ");
		}
	}

	private void watchResponses() {
		while (!this.ended) {
			try (HttpConnection connection = HttpConnection.open(this.address)) {
				if (connection.get("/process", false).closes()) {
					synchronized (this.steps) {
						this.steps.reached(RestartStep.TOLD, time());
					}
					return;
				}
				Thread.sleep(PROBE_MILLIS);
			}
			catch (RequestException | InterruptedException ex) {
				return;
			}
		}
	}

	/**
	 * End the watch, once the next image has responded and has logged that it is started.
	 * @param settle how long to wait for that line of the log at most
	 * @return when each step was seen, of those that were
	 */
	public Map<RestartStep, Duration> end(Duration settle) throws InterruptedException {
		long end = System.nanoTime() + settle.toNanos();
		while (!times().containsKey(RestartStep.READY) && System.nanoTime() < end) {
			Thread.sleep(PROBE_MILLIS);
		}
		this.ended = true;
		this.process.join();
		this.responses.join();
		return times();
	}

	private Map<RestartStep, Duration> times() {
		synchronized (this.steps) {
			return this.steps.times();
		}
	}

}
