package io.jdaemon.fleet;

import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import io.jdaemon.RestartPermit;
import io.jdaemon.RestartPermits;
import io.jdaemon.output.PrintableText;
import io.jdaemon.process.ExitStatus;
import io.jdaemon.settings.FleetSettings;

/**
 * An operator releases the permit of an instance.
 *
 * @param settings the settings of the fleet
 * @param permits the permits
 * @param holder the instance
 * @param operator who releases it, for the record
 */
public record PermitRelease(FleetSettings settings, RestartPermits permits, String holder, String operator) {

	/**
	 * Release the permit.
	 * @param out where to report success
	 * @param err where to report failure
	 * @return the status to exit with
	 * @throws Exception if the permits cannot be reached
	 */
	public int run(PrintStream out, PrintStream err) throws Exception {
		PermitText text = new PermitText(this.settings, Duration.ofDays(1), ZoneId.systemDefault());
		List<RestartPermit> held = this.permits.held();
		List<RestartPermit> own = held.stream().filter((permit) -> permit.holder().equals(this.holder)).toList();
		if (own.isEmpty() && !held.isEmpty()) {
			print(err, this.holder + " has no permit of " + this.settings.name() + ", which is " + text.holders(held)
					+ ". To release that, type release-permit \"" + held.get(0).holder() + "\".");
			return ExitStatus.FAILED.number();
		}
		this.permits.release(this.holder, this.operator);
		print(out,
				own.isEmpty()
						? "No permit of " + this.settings.name() + " is known to be held; that of " + this.holder
								+ " is released, if there was one"
						: "Released the permit of " + this.settings.name() + ", which was " + text.holders(own));
		return ExitStatus.DONE.number();
	}

	private void print(PrintStream stream, String sentence) {
		stream.println(PrintableText.of(sentence));
	}

}
