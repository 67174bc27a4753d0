package io.jdaemon.settings;

/**
 * When an application is ready.
 */
public enum ReadyAfter {

	/** After its runners, and all listeners of {@code ApplicationReadyEvent}. */
	RUNNERS,

	/** After all listeners of {@code ApplicationStartedEvent}, before its runners. */
	STARTED

}
