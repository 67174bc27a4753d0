package io.jdaemon.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service manager that does nothing but socket activation: it listens, and starts the
 * application with its sockets, see sd_listen_fds(3). It is a script, since a JVM passes
 * no descriptors.
 */
final class SocketUnit {

	/** The descriptor of the socket on the port of the application. */
	static final int WEB = 3;

	/** The descriptor of a Unix socket. */
	static final int UNIX = 4;

	/** The descriptor of a socket on a port that no server asks for. */
	static final int OTHER = 5;

	// What it opens is open in the application: $^F. Each start waits for its file.
	private static final String SCRIPT = """
			exec perl -MSocket -e '
			$^F = 99;
			sub listening {
				my ($address, $family) = @_;
				my $socket;
				socket($socket, $family, SOCK_STREAM, 0) && setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1)
					&& bind($socket, $address) && listen($socket, 99) or die $!;
				return $socket;
			}
			my @sockets = (listening(pack_sockaddr_in(shift, INADDR_LOOPBACK), PF_INET),
				listening(pack_sockaddr_un("unix.socket"), PF_UNIX), listening(pack_sockaddr_in(0, INADDR_LOOPBACK), PF_INET));
			die "not 3 to 5" unless fileno($sockets[0]) == 3 && fileno($sockets[2]) == 5;
			for (my $start = 1; ; $start++) {
				select(undef, undef, undef, 0.02) until -e "start-$start";
				if (my $pid = fork) { waitpid($pid, 0); next; }
				@ENV{"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"} = ($$, 3, "web.socket:unix.socket:other.socket");
				exec @ARGV;
			}' %d "$@"
			""";

	private final SampleDaemon sample;

	private int starts;

	private ProcFs manager;

	SocketUnit(SampleDaemon sample) {
		this.sample = sample;
		sample.shell(SCRIPT.formatted(sample.port()));
	}

	/** Start the application, for the first time or once it has ended. */
	void start() {
		try {
			Files.createFile(this.sample.directory().resolve("start-" + ++this.starts));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (this.manager == null) {
			this.manager = new ProcFs(this.sample.begin().pid());
		}
	}

	/**
	 * The sockets that are passed.
	 * @return each by its number, as proc(5) shows it
	 */
	Map<Integer, String> sockets() {
		return passed(this.manager);
	}

	/**
	 * What a process has at the numbers of the sockets.
	 * @param process the process
	 * @return each by its number
	 */
	static Map<Integer, String> passed(ProcFs process) {
		Map<Integer, String> passed = new TreeMap<>(process.descriptors());
		passed.keySet().removeIf((descriptor) -> descriptor < WEB || descriptor > OTHER);
		return passed;
	}

	/**
	 * Send a request, without waiting for the response.
	 * @return the connection
	 */
	Socket request() throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), this.sample.port());
		client.setSoTimeout((int) Waiting.PATIENCE.toMillis());
		client.getOutputStream()
			.write("GET /process HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
		return client;
	}

	static Path log(SampleDaemon sample) {
		return sample.directory().resolve("launcher-0.out");
	}

}
