package io.jdaemon.neighbours;

import java.math.BigInteger;

import io.jdaemon.sample.SampleClient;
import io.jdaemon.sample.SampleDaemon;
import io.jdaemon.sample.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.jdaemon.sample.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate that is replaced is served without a restart, and by the image that
 * follows.
 */
class HttpsIT {

	@RegisterExtension
	final Workbench bench = new Workbench();

	@Test
	void newConnectionsGetTheNewCertificate() throws Exception {
		PemFiles files = PemFiles.in(this.bench.directory());
		BigInteger first = files.renew(this.bench);
		SampleDaemon web = Application.WEB.on(this.bench)
			.arguments("--spring.ssl.bundle.pem.web.keystore.certificate=file:" + files.certificate(),
					"--spring.ssl.bundle.pem.web.keystore.private-key=file:" + files.key(),
					"--spring.ssl.bundle.pem.web.reload-on-update=true",
					"--spring.ssl.bundle.watch.file.quiet-period=1s", "--server.ssl.bundle=web",
					"--management.server.port=" + SampleClient.freePort());
		web.started();
		try (TlsClient client = new TlsClient(web.port())) {
			assertThat(client.serial()).isEqualTo(first);
			BigInteger second = files.renew(this.bench);
			awaitCertificate(client, second);
			Application.succeed(web.command("restart"));
			assertThat(client.serial()).isEqualTo(second);
			awaitCertificate(client, files.renew(this.bench));
			BigInteger last = files.renew(this.bench);
			Application.handOver(web);
			assertThat(client.serial()).isEqualTo(last);
			awaitCertificate(client, files.renew(this.bench));
			client.awaitResponses();
			client.finish();
			assertThat(client.failed()).isEmpty();
		}
		Application.stop(web, this.bench);
	}

	private static void awaitCertificate(TlsClient client, BigInteger serial) {
		patiently().until(client::serial, serial::equals);
	}

}
