package io.jdaemon.sample.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.jdaemon.ListeningChannel;
import io.jdaemon.ListeningSockets;

import org.springframework.context.SmartLifecycle;

/**
 * A server that sends back one line on each connection, on a socket that survives a
 * restart.
 */
final class EchoServer implements SmartLifecycle {

	private static final long LAST_RESPONSES = 20;

	private final ListeningSockets sockets;

	private final InetSocketAddress address;

	private final ExecutorService connections = Executors.newCachedThreadPool();

	private final Thread acceptor = new Thread(this::accept, "echo-acceptor");

	private ListeningChannel channel;

	EchoServer(ListeningSockets sockets, int port) {
		this.sockets = sockets;
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	@Override
	public void start() {
		try {
			this.channel = this.sockets.open(this.address);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.channel.onDrain(this::drain);
		this.acceptor.start();
	}

	private void accept() {
		try {
			while (true) {
				SocketChannel connection = this.channel.channel().accept();
				this.connections.execute(() -> echo(connection));
			}
		}
		catch (ClosedChannelException ex) {
			// Connections that wait are left to the next image.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void echo(SocketChannel connection) {
		try (connection) {
			BufferedReader lines = new BufferedReader(
					new InputStreamReader(connection.socket().getInputStream(), StandardCharsets.UTF_8));
			String line = lines.readLine();
			if (line != null) {
				connection.socket().getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			System.out.println("An echo has failed: " + ex);
		}
	}

	private void drain() {
		try {
			this.channel.close();
			// What it has accepted is served.
			this.acceptor.join();
			this.connections.shutdown();
			System.out.println("The echo server has drained: "
					+ this.connections.awaitTermination(LAST_RESPONSES, TimeUnit.SECONDS));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// The channel has drained before.
	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return this.channel != null;
	}

}
