package io.jdaemon.signals;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The JVM's signal handling, {@code sun.misc.Signal} in the module jdk.unsupported, which
 * is supported. It is called by reflection, because javac warns of each reference to that
 * class and has no way to suppress the warning.
 */
final class JvmSignals {

	private final Class<?> handlerType;

	private final Constructor<?> constructor;

	private final Method handle;

	JvmSignals() {
		try {
			Class<?> type = Class.forName("sun.misc.Signal");
			this.handlerType = Class.forName("sun.misc.SignalHandler");
			this.constructor = type.getConstructor(String.class);
			this.handle = type.getMethod("handle", type, this.handlerType);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The module jdk.unsupported is missing from this Java runtime", ex);
		}
	}

	/**
	 * Install a handler. The JVM calls it on a new daemon thread named after the signal.
	 * @param signal the name of the signal without SIG
	 * @param action what the handler does
	 * @throws IllegalArgumentException if the JVM reserves the signal
	 */
	void handle(String signal, Runnable action) {
		InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
			case "handle" -> {
				action.run();
				yield null;
			}
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> signal + " handler";
		};
		Object handler = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { this.handlerType },
				invocation);
		try {
			this.handle.invoke(null, this.constructor.newInstance(signal), handler);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof IllegalArgumentException refused) {
				throw refused;
			}
			throw new IllegalStateException(ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
