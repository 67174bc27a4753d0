package io.jdaemon.bench.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * The load generator wrk, run at the same time as the bench's own clients.
 */
public final class Wrk implements AutoCloseable {

	private final @Nullable Process process;

	private Wrk(@Nullable Process process) {
		this.process = process;
	}

	public static Wrk start(LoadSettings settings, InetSocketAddress address, PrintStream out) {
		if (settings.wrkSeconds() == 0) {
			return new Wrk(null);
		}
		String url = "http://" + address.getHostString() + ":" + address.getPort() + settings.path();
		try {
			return new Wrk(new ProcessBuilder("wrk", "-t2", "-c4", "-d" + settings.wrkSeconds() + "s", url)
				.redirectErrorStream(true)
				.start());
		}
		catch (IOException ex) {
			out.println("The run continues without wrk: " + ex.getMessage());
			return new Wrk(null);
		}
	}

	public void printOutput(PrintStream out) throws IOException, InterruptedException {
		if (this.process != null) {
			out.println();
			this.process.getInputStream().transferTo(out);
			this.process.waitFor();
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.destroy();
		}
	}

}
