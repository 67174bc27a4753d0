package io.jdaemon.restart;

import java.io.IOException;
import java.util.OptionalInt;

import io.jdaemon.output.StandardStreams;
import io.jdaemon.pidfile.PidFile;
import io.jdaemon.posix.Posix;
import io.jdaemon.posix.Reason;
import io.jdaemon.process.InheritedState;
import io.jdaemon.process.InheritedState.Descriptors;
import io.jdaemon.process.PredecessorPipe;
import io.jdaemon.process.ReadyPipe;
import io.jdaemon.settings.Settings;
import io.jdaemon.sockets.KeptSockets;
import io.jdaemon.status.RequestFile;
import io.jdaemon.status.StatusFile;
import io.jdaemon.systemd.DescriptorStore;
import org.jspecify.annotations.Nullable;

/**
 * What this process has open for as long as it lives, and what a restart passes on.
 *
 * @param statusFile the file in which it publishes its status
 * @param strategies the file in which a command writes the strategy of a restart
 * @param senders the file in which a command writes who sends its signal
 * @param pidFile its locked PID file, if it has one
 * @param streams its output files, if it is detached
 * @param readyPipe the pipe to its launcher or its predecessor, if one waits
 * @param sockets its listening sockets
 * @param store the descriptor store of systemd
 * @param predecessor the pipe from its predecessor, if it is a successor
 */
public record ProcessResources(StatusFile statusFile, RequestFile strategies, RequestFile senders,
		@Nullable PidFile pidFile, @Nullable StandardStreams streams, @Nullable ReadyPipe readyPipe,
		KeptSockets sockets, DescriptorStore store, @Nullable PredecessorPipe predecessor) {

	/**
	 * Adopt what the previous image passed on, and create the rest.
	 * @param settings the settings
	 * @param inherited what was passed on, if this is not a first image
	 * @param pidFile the claimed PID file, if there is one
	 * @param sockets the listening sockets
	 * @param store the descriptor store of systemd
	 * @return the resources
	 * @throws IOException if a resource cannot be adopted or created
	 */
	public static ProcessResources adopt(Posix posix, Settings settings, @Nullable InheritedState inherited,
			@Nullable PidFile pidFile, KeptSockets sockets, DescriptorStore store) throws IOException {
		Descriptors descriptors = (inherited != null) ? inherited.descriptors() : Descriptors.NONE;
		sockets.closeOnExec();
		return new ProcessResources(statusFile(posix, descriptors.status()),
				RequestFile.create(posix, RequestFile.STRATEGY), RequestFile.create(posix, RequestFile.SENDER), pidFile,
				streams(posix, settings, inherited), readyPipe(posix, descriptors.ready()), sockets, store,
				predecessor(posix, descriptors.predecessor()));
	}

	private static StatusFile statusFile(Posix posix, OptionalInt descriptor) throws IOException {
		return descriptor.isPresent() ? StatusFile.inherited(posix, descriptor.getAsInt()) : StatusFile.create(posix);
	}

	private static @Nullable StandardStreams streams(Posix posix, Settings settings,
			@Nullable InheritedState inherited) {
		if (!settings.detached()) {
			return null;
		}
		StandardStreams streams = new StandardStreams(posix, settings.out(), settings.err());
		if (inherited != null && inherited.history().generation() > 0) {
			try {
				// The settings may name other files by now, and logrotate may have moved
				// the old ones just before exec.
				streams.reopen();
			}
			catch (IOException ex) {
				System.err.println("The output files were not reopened: " + Reason.of(ex));
			}
		}
		return streams;
	}

	private static @Nullable ReadyPipe readyPipe(Posix posix, OptionalInt descriptor) throws IOException {
		return descriptor.isPresent() ? ReadyPipe.inherited(posix, descriptor.getAsInt()) : null;
	}

	private static @Nullable PredecessorPipe predecessor(Posix posix, OptionalInt descriptor) throws IOException {
		return descriptor.isPresent() ? PredecessorPipe.inherited(posix, descriptor.getAsInt()) : null;
	}

	/**
	 * Close what no server has asked for, and keep the rest for the next start. The
	 * application is ready.
	 */
	public void settleSockets() {
		this.sockets.closeRest();
		if (this.predecessor == null) {
			this.store.update();
		}
	}

	OptionalInt pidFileDescriptor() {
		return (this.pidFile != null) ? OptionalInt.of(this.pidFile.descriptor()) : OptionalInt.empty();
	}

}
