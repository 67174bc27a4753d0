package io.jdaemon.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The real calls of the C library, some of which a test replaces.
 */
public final class PosixOverrides {

	private PosixOverrides() {
	}

	/**
	 * Load the real calls.
	 * @return the calls
	 */
	public static Posix real() {
		try {
			return Posix.load();
		}
		catch (PosixUnavailableException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Replace some calls.
	 * @param fakes an object with methods of {@link Posix}
	 * @return calls of that object where it has the method, and the real ones otherwise
	 */
	public static Posix with(Object fakes) {
		Posix real = real();
		return (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), new Class<?>[] { Posix.class },
				(proxy, method, arguments) -> {
					try {
						Method fake = find(fakes, method);
						return (fake != null) ? fake.invoke(fakes, arguments) : method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private static Method find(Object fakes, Method method) {
		try {
			Method fake = fakes.getClass().getDeclaredMethod(method.getName(), method.getParameterTypes());
			fake.setAccessible(true);
			return fake;
		}
		catch (NoSuchMethodException ex) {
			return null;
		}
	}

}
