package io.jdaemon.sockets.tomcat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11Processor;

/**
 * Decides whether a response is the last one on its connection when its head is written,
 * as RFC 9112, section 9.6, requires. Tomcat decides that before the application gets the
 * request, and nothing that is public changes it afterwards.
 */
final class LastResponse {

	// Each writes the head of a response that is not committed yet.
	private static final Set<ActionCode> COMMITTING = Set.of(ActionCode.COMMIT, ActionCode.CLOSE,
			ActionCode.CLIENT_FLUSH);

	// A response with a lower status, such as 101, is not the last of its request.
	private static final int FINAL = 200;

	private final MethodHandle setHook;

	private final VarHandle keepAlive;

	private LastResponse(MethodHandle setHook, VarHandle keepAlive) {
		this.setHook = setHook;
		this.keepAlive = keepAlive;
	}

	/**
	 * Find the members of Tomcat that this needs.
	 * @throws ReflectiveOperationException if this version of Tomcat lacks one
	 */
	static LastResponse find() throws ReflectiveOperationException {
		MethodHandles.Lookup lookup = MethodHandles.lookup();
		return new LastResponse(
				MethodHandles.privateLookupIn(Response.class, lookup)
					.findVirtual(Response.class, "setHook", MethodType.methodType(void.class, ActionHook.class)),
				MethodHandles.privateLookupIn(Http11Processor.class, lookup)
					.findVarHandle(Http11Processor.class, "keepAlive", boolean.class));
	}

	/**
	 * Watch the responses of a processor.
	 * @param processor the processor
	 * @param last whether a response whose head is written now is the last one
	 */
	void watch(Http11Processor processor, BooleanSupplier last) {
		Response response = processor.getRequest().getResponse();
		ActionHook hook = (code, parameter) -> {
			if (COMMITTING.contains(code) && last.getAsBoolean() && !response.isCommitted()
					&& response.getStatus() >= FINAL) {
				this.keepAlive.setVolatile(processor, false);
			}
			processor.action(code, parameter);
		};
		try {
			this.setHook.invokeExact(response, hook);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("The responses of Tomcat cannot be watched", ex);
		}
	}

}
