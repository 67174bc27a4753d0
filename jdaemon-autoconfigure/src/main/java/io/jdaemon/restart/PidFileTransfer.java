package io.jdaemon.restart;

import java.io.IOException;

import io.jdaemon.pidfile.PidFile;

/**
 * The PID file of this process, and that of its successor, which will replace it under
 * the same name.
 *
 * @param own the PID file of this process
 * @param claimed the PID file of the successor, which both processes have open as long as
 * they live. So its lock is held until both have ended, and no other instance starts
 * while this process drains
 */
record PidFileTransfer(PidFile own, PidFile claimed) {

	static PidFileTransfer prepare(PidFile own) throws IOException {
		return new PidFileTransfer(own, own.claimSuccessor());
	}

	/**
	 * Keep the name, because the successor has ended. It may have published its file just
	 * before.
	 * @param pid the ID of this process
	 * @throws IOException if the PID file cannot be written; it then still names the
	 * successor
	 */
	void keep(long pid) throws IOException {
		if (this.claimed.published()) {
			this.own.publishAgain(pid);
		}
		this.claimed.release();
	}

}
