package io.jdaemon.neighbours;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

import io.jdaemon.sample.Jdk;
import io.jdaemon.sample.Workbench;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A certificate and its key in two PEM files, which are replaced as an ACME client
 * replaces them.
 */
record PemFiles(Path certificate, Path key) {

	private static final String PASSWORD = "changeit";

	static PemFiles in(Path directory) {
		return new PemFiles(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
	}

	/**
	 * Write a new certificate.
	 * @param bench of the test
	 * @return its serial number
	 * @throws IOException if the files cannot be written
	 * @throws GeneralSecurityException if there is no certificate
	 * @throws InterruptedException never
	 */
	BigInteger renew(Workbench bench) throws IOException, GeneralSecurityException, InterruptedException {
		Path store = this.certificate.resolveSibling("new.p12");
		Files.deleteIfExists(store);
		Process keytool = bench.process(Jdk.newest().java().resolveSibling("keytool").toString(), "-genkeypair",
				"-alias", "web", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=IP:127.0.0.1", "-storetype",
				"PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD);
		assertThat(keytool.waitFor()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(store)) {
			keys.load(stream, PASSWORD.toCharArray());
		}
		X509Certificate written = (X509Certificate) keys.getCertificate("web");
		replace(this.key, "PRIVATE KEY", keys.getKey("web", PASSWORD.toCharArray()).getEncoded());
		replace(this.certificate, "CERTIFICATE", written.getEncoded());
		return written.getSerialNumber();
	}

	private static void replace(Path file, String type, byte[] content) throws IOException {
		String encoded = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		Path written = file.resolveSibling(file.getFileName() + ".new");
		Files.writeString(written, "-----BEGIN " + type + "-----\n" + encoded + "\n-----END " + type + "-----\n",
				StandardCharsets.US_ASCII);
		Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
	}

}
