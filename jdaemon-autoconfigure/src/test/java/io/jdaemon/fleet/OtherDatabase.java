package io.jdaemon.fleet;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

/**
 * A connection that knows nothing but the name of its database.
 */
final class OtherDatabase {

	private OtherDatabase() {
	}

	static Connection connection(String product) {
		DatabaseMetaData metaData = fake(DatabaseMetaData.class, "getDatabaseProductName", product);
		return fake(Connection.class, "getMetaData", metaData);
	}

	private static <T> T fake(Class<T> type, String name, Object result) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (!method.getName().equals(name)) {
					throw new UnsupportedOperationException(method.getName());
				}
				return result;
			}));
	}

}
