package dev.llmdriver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server with a certificate of the test's choice that answers every connection once; keys are made by the JDK's keytool. */
final class TlsServer implements AutoCloseable {
    private static final char[] PASSWORD = "throw-away".toCharArray();

    private final Path folder;
    private final SSLServerSocket socket;
    private final Thread thread = new Thread(this::serve, "tls-server");

    /** A server whose certificate is the last of these, each made by keytool's {@code -genkeypair} with such arguments. */
    TlsServer(Path folder, String... certificates) throws Exception {
        this.folder = folder;
        for (int i = 0; i < certificates.length; i++) {
            keytool("-genkeypair -alias c" + i + " -keyalg EC -groupname secp256r1 -storetype PKCS12 "
                    + certificates[i]);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(only("c" + (certificates.length - 1)), PASSWORD);
        context.init(keys.getKeyManagers(), null, null);
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "https://127.0.0.1:" + socket.getLocalPort();
    }

    /** A PEM file of one of the certificates. */
    String pem(int certificate) throws Exception {
        Certificate chosen = store().getCertificate("c" + certificate);
        String text = Base64.getMimeEncoder().encodeToString(chosen.getEncoded());
        return Files.writeString(
                        folder.resolve("c" + certificate + ".pem"),
                        "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n")
                .toString();
    }

    private KeyStore only(String alias) throws Exception {
        KeyStore all = store();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry("server", all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        return one;
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private void keytool(String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(("-J-XX:TieredStopAtLevel=1 " + arguments).split(" ")));
        command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString(), "-storepass", new String(PASSWORD)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("keytool: " + Files.readString(folder.resolve("keytool.log")));
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket client = (SSLSocket) socket.accept()) {
                InputStream in = client.getInputStream();
                if (in.read() >= 0) {
                    OutputStream out = client.getOutputStream();
                    out.write(
                            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n\"trusted\""
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    client.shutdownOutput();
                    in.readAllBytes(); // until the client has gone, lest the answer be lost in a reset
                }
            } catch (IOException refusedByTheClient) {
                // which is what most tests are about
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
