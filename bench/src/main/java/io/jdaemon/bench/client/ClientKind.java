package io.jdaemon.bench.client;

import java.net.InetSocketAddress;

/**
 * What the clients differ in: how they use connections, and which protocol they speak.
 */
public enum ClientKind {

	NEW("new"), KEEP_ALIVE("keep-alive"), IDLE("idle"), H2C("h2c");

	private final String label;

	ClientKind(String label) {
		this.label = label;
	}

	public Client client(InetSocketAddress address, String path, RequestCounters counters, ResponseTimeline timeline) {
		return new Client(transport(address, path), counters, timeline);
	}

	private Transport transport(InetSocketAddress address, String path) {
		return switch (this) {
			case NEW -> new NewConnectionTransport(address, path);
			case KEEP_ALIVE, IDLE -> new KeepAliveTransport(address, path);
			case H2C -> new H2cTransport(address, path);
		};
	}

	@Override
	public String toString() {
		return this.label;
	}

}
