package dev.llmdriver.testkit.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A throw-away certificate for 127.0.0.1 and localhost, made by the JDK's keytool: the JDK has no API for it, and a private
 * key in a repository would set off every scanner.
 */
public final class TestCertificate implements AutoCloseable {
    private static final String PASSWORD = "throw-away";
    private static final String ALIAS = "twin";
    /** Compiled lightly, for it lives for a second. */
    private static final String ARGUMENTS = "-J-XX:TieredStopAtLevel=1 -genkeypair -alias " + ALIAS
            + " -keyalg EC -groupname secp256r1 -validity 30 -dname CN=localhost"
            + " -ext SAN=dns:localhost,ip:127.0.0.1 -storetype PKCS12";

    private final Path folder;

    private TestCertificate(Path folder) {
        this.folder = folder;
    }

    /** {@return a new key and certificate, valid for some days} */
    public static TestCertificate create() {
        try {
            TestCertificate certificate = new TestCertificate(Files.createTempDirectory("wire-twin"));
            certificate.generate();
            certificate.exportPem();
            return certificate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The new certificate cannot be read", e);
        }
    }

    /** {@return the PKCS #12 file with key and certificate} */
    public Path keyStore() {
        return folder.resolve("twin.p12");
    }

    /** {@return the certificate alone, as PEM} */
    public Path pem() {
        return folder.resolve("twin.pem");
    }

    /** {@return the password of the key store} */
    public String password() {
        return PASSWORD;
    }

    /** {@return a key store to trust: it holds the certificate} */
    public KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore())) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        return trusted;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(keyStore());
            Files.deleteIfExists(pem());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void generate() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(ARGUMENTS.split(" ")));
        command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
        command.addAll(List.of("-keystore", keyStore().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool made no certificate: " + command.get(0));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while keytool ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void exportPem() throws IOException, GeneralSecurityException {
        byte[] der = load().getCertificate(ALIAS).getEncoded();
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.write(
                pem(), ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n").getBytes(US_ASCII));
    }
}
