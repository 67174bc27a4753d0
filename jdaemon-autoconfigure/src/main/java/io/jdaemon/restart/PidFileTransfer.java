package io.jdaemon.restart;

import java.io.IOException;

import io.jdaemon.pidfile.PidFile;

/**
 * The PID file of this process, and what will take its place under the same name.
 *
 * @param own the PID file of this process
 * @param claimed that of the successor, which has the same descriptor of it
 */
record PidFileTransfer(PidFile own, PidFile claimed) {

	static PidFileTransfer prepare(PidFile own) throws IOException {
		return new PidFileTransfer(own, own.claimSuccessor());
	}

	/**
	 * Leave the name to the successor.
	 */
	void transfer() {
		this.claimed.close();
	}

	/**
	 * Keep the name, because the successor has ended. It may have published its file just
	 * before.
	 * @param pid the ID of this process
	 * @throws IOException if the PID file cannot be written; it names the successor then
	 */
	void keep(long pid) throws IOException {
		if (this.claimed.published()) {
			this.own.publishAgain(pid);
		}
		this.claimed.release();
	}

}
