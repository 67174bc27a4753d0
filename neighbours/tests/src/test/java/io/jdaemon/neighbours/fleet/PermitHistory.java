package io.jdaemon.neighbours.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.jdaemon.neighbours.PostgreSql;

import static io.jdaemon.sample.Waiting.patiently;

/**
 * Who has held a permit from when until when, as the database itself records it by a
 * trigger, and by its clock.
 */
final class PermitHistory {

	private static final String RECORD = """
			create table permit_history (
			  at text default to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
			  holder text, held boolean, released_by text, id serial);
			create function record_permit() returns trigger language plpgsql as $$
			begin
			  if tg_op = 'INSERT' then
			    insert into permit_history (holder, held) values (new.holder, true);
			  elsif old.slot is not null and (tg_op = 'DELETE' or new.slot is null) then
			    insert into permit_history (holder, held, released_by)
			      values (old.holder, false, case tg_op when 'UPDATE' then new.released_by end);
			  end if;
			  return null;
			end $$;
			create function watch_permits() returns event_trigger language plpgsql as $$
			begin
			  if to_regclass('jdaemon_restart_permit') is not null
			      and not exists (select from pg_trigger where tgname = 'record_permit') then
			    create trigger record_permit after insert or update or delete on jdaemon_restart_permit
			      for each row execute function record_permit();
			  end if;
			end $$;
			create event trigger watch_permits on ddl_command_end
			  when tag in ('CREATE TABLE') execute function watch_permits();
			""";

	private final PostgreSql database;

	private PermitHistory(PostgreSql database) {
		this.database = database;
	}

	/**
	 * Record from now on.
	 * @param database which has no permits yet
	 * @return the history
	 */
	static PermitHistory of(PostgreSql database) {
		database.rows(RECORD);
		return new PermitHistory(database);
	}

	/**
	 * The permits that were or are held.
	 * @return the permits, in the order in which they were granted
	 */
	List<Held> permits() {
		List<Held> permits = new ArrayList<>();
		for (String row : this.database.rows("select at, holder, held, released_by from permit_history order by id")) {
			String[] columns = row.split("\\|", -1);
			Instant at = Instant.parse(columns[0]);
			if (columns[2].equals("t")) {
				permits.add(new Held(columns[1], at, Optional.empty(), ""));
			}
			else {
				permits.replaceAll((permit) -> (permit.holder.equals(columns[1]) && permit.until.isEmpty())
						? new Held(permit.holder, permit.from, Optional.of(at), columns[3]) : permit);
			}
		}
		return permits;
	}

	/**
	 * The permits that are held now.
	 * @return the holders
	 */
	List<String> holders() {
		return permits().stream().filter((permit) -> permit.until.isEmpty()).map(Held::holder).toList();
	}

	/**
	 * Wait until so many permits were granted in all.
	 * @param permits how many
	 * @return the last of them
	 */
	Held awaitGranted(int permits) {
		return patiently().until(this::permits, (granted) -> granted.size() >= permits).get(permits - 1);
	}

	/**
	 * Wait until so many permits were granted in all, and all are released.
	 * @param permits how many
	 */
	void awaitReleased(int permits) {
		patiently().atMost(FleetNetwork.PATIENCE)
			.until(this::permits, (granted) -> granted.size() >= permits
					&& granted.stream().allMatch((permit) -> permit.until.isPresent()));
	}

	/**
	 * The most permits that were held at a time.
	 * @param permits the permits to look at
	 * @return how many
	 */
	static int most(List<Held> permits) {
		return permits.stream()
			.mapToInt((one) -> (int) permits.stream().filter((other) -> other.isHeldAt(one.from)).count())
			.max()
			.orElse(0);
	}

	/**
	 * A permit.
	 *
	 * @param holder the instance
	 * @param from when it was granted
	 * @param until when it was released, if it was
	 * @param releasedBy who has released it, if not the instance
	 */
	record Held(String holder, Instant from, Optional<Instant> until, String releasedBy) {

		boolean isHeldAt(Instant time) {
			return !this.from.isAfter(time) && this.until.filter((end) -> !end.isAfter(time)).isEmpty();
		}

		String host() {
			return this.holder.substring(0, this.holder.indexOf(':'));
		}

	}

}
