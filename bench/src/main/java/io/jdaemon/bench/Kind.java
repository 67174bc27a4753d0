package io.jdaemon.bench;

import java.net.InetSocketAddress;

/**
 * The kinds of clients.
 */
enum Kind {

	NEW("new"), KEEP_ALIVE("keep-alive"), IDLE("idle"), H2C("h2c");

	private final String label;

	Kind(String label) {
		this.label = label;
	}

	Exchange exchange(InetSocketAddress address, String path) {
		return switch (this) {
			case NEW -> new NewConnectionExchange(address, path);
			case KEEP_ALIVE, IDLE -> new KeepAliveExchange(address, path);
			case H2C -> new H2cExchange(address, path);
		};
	}

	@Override
	public String toString() {
		return this.label;
	}

}
