package io.jdaemon.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The real system calls, some of them replaced.
 */
public final class PosixOverrides {

	private PosixOverrides() {
	}

	/**
	 * Load the real system calls.
	 * @return the system calls
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
	 * @param fakes an object with methods like those of {@link Posix}
	 * @return calls that are served by that object where it has such a method
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
