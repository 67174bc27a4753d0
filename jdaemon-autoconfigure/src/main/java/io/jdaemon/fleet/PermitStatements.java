package io.jdaemon.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * The statements on the table of the permits, of which only the one that acquires a
 * permit differs between databases. All times are those of the database.
 */
enum PermitStatements {

	/**
	 * The statement sees the table as it was when the statement began. If another has
	 * taken the slot since then, the insertion waits for its transaction and inserts
	 * nothing.
	 */
	POSTGRESQL("PostgreSQL", """
			with wanted (fleet, holder, slots, first) as (
			  values (cast(? as varchar), cast(? as varchar), cast(? as integer), cast(? as integer))
			), kept as (
			  update jdaemon_restart_permit p set seen = current_timestamp from wanted w
			  where p.fleet = w.fleet and p.holder = w.holder and p.slot is not null
			  returning p.slot
			), granted as (
			  insert into jdaemon_restart_permit (fleet, slot, holder, since, seen)
			  select w.fleet, s.slot, w.holder, current_timestamp, current_timestamp
			  from wanted w cross join generate_series(1, w.slots) as s (slot)
			  where not exists (select 1 from kept) and not exists (
			    select 1 from jdaemon_restart_permit p where p.fleet = w.fleet and p.slot = s.slot)
			  order by mod(s.slot + w.slots - w.first, w.slots) limit 1
			  on conflict (fleet, slot) do nothing
			  returning slot
			)
			select slot from kept union all select slot from granted
			"""),

	/**
	 * If another has taken the slot meanwhile, this fails with 23505.
	 */
	H2("H2", """
			select slot from final table (
			  merge into jdaemon_restart_permit p
			  using (
			    select (
			      select s.x from system_range(1, ?3) s
			      where not exists (
			        select 1 from jdaemon_restart_permit q where q.fleet = ?1 and q.slot = s.x)
			      order by mod(s.x + ?3 - ?4, ?3) limit 1
			    ) as slot
			  ) f
			  on p.fleet = ?1 and p.holder = ?2 and p.slot is not null
			  when matched then update set seen = current_timestamp
			  when not matched and f.slot is not null then
			    insert (fleet, slot, holder, since, seen) values (?1, f.slot, ?2, current_timestamp, current_timestamp)
			)
			""");

	static final String TABLE = "jdaemon_restart_permit";

	/** A row without a slot is the record of a permit that an operator has released. */
	static final String CREATE = """
			create table if not exists jdaemon_restart_permit (
			  fleet varchar(100) not null,
			  slot integer,
			  holder varchar(4200) not null,
			  since timestamp with time zone not null,
			  seen timestamp with time zone not null,
			  released_by varchar(200),
			  released_at timestamp with time zone,
			  unique (fleet, slot)
			)""";

	/** Of fleet and holder. */
	static final String RENEW = """
			update jdaemon_restart_permit set seen = current_timestamp
			where fleet = ? and holder = ? and slot is not null""";

	/** Of fleet and holder. */
	static final String RELEASE = """
			delete from jdaemon_restart_permit where fleet = ? and holder = ? and slot is not null""";

	/** Of who releases it, fleet and holder. */
	static final String REVOKE = """
			update jdaemon_restart_permit set slot = null, released_by = ?, released_at = current_timestamp
			where fleet = ? and holder = ? and slot is not null""";

	/** Of a fleet. */
	static final String HELD = """
			select holder, since, cast(extract(epoch from current_timestamp - seen) * 1000 as bigint) as silence
			from jdaemon_restart_permit where fleet = ? and slot is not null order by since, slot""";

	private final String product;

	private final String acquire;

	PermitStatements(String product, String acquire) {
		this.product = product;
		this.acquire = acquire;
	}

	static PermitStatements of(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		return Arrays.stream(values())
			.filter((statements) -> statements.product.equals(product))
			.findFirst()
			.orElseThrow(() -> new SQLException("The database is " + product
					+ "; permits of a fleet can be in PostgreSQL or H2. Define a bean of type RestartPermits,"
					+ " or set jdaemon.fleet.fleet-lock-url."));
	}

	/**
	 * The statement that acquires a permit, of fleet, holder, number of slots, and the
	 * slot to try first, from 1. Holders that come at once try different slots, so that
	 * one of them does not refuse the other while there is a second slot; a holder always
	 * begins with the same.
	 * @return the statement, which has a row in its result if the holder has a permit
	 */
	String acquire() {
		return this.acquire;
	}

}
