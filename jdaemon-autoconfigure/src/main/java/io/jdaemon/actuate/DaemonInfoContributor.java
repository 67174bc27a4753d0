package io.jdaemon.actuate;

import java.util.function.Supplier;

import io.jdaemon.status.InstanceDescription;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Adds the description of this instance to the endpoint {@code info}.
 */
public final class DaemonInfoContributor implements InfoContributor {

	private final Supplier<InstanceDescription> description;

	/**
	 * Create the contributor.
	 * @param description describes this instance now
	 */
	public DaemonInfoContributor(Supplier<InstanceDescription> description) {
		this.description = description;
	}

	@Override
	public void contribute(Info.Builder builder) {
		builder.withDetail("daemon", this.description.get());
	}

}
