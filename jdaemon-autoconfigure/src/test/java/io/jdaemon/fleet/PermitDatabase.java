package io.jdaemon.fleet;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * An empty database of one test, without a pool.
 */
interface PermitDatabase {

	/**
	 * A user who may create tables.
	 * @return where each connection is a new one
	 */
	DataSource owner();

	/**
	 * A user who may read and write the table, but not create it.
	 * @return where each connection is a new one
	 */
	DataSource guest();

	default Object value(String query) throws SQLException {
		try (Connection connection = owner().getConnection();
				var statement = connection.createStatement();
				var rows = statement.executeQuery(query)) {
			rows.next();
			return rows.getObject(1);
		}
	}

	default void execute(String... statements) throws SQLException {
		try (Connection connection = owner().getConnection(); var statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
