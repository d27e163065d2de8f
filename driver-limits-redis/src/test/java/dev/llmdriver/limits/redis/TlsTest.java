package dev.llmdriver.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.limits.redis.internal.ServerClock;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.testkit.internal.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS, and one that does not. */
@Timeout(120)
class TlsTest {
    private static final Limit LIMIT = new Limit("fast", Unit.REQUESTS, Span.TOTAL, 10, ZoneOffset.UTC);
    private static final List<Share> ONE = List.of(new Share(LIMIT, 1));
    private static final String TRUST = "javax.net.ssl.trustStore";

    @TempDir
    Path folder;

    private TestCertificate certificate;
    private RedisServer server;
    private RedisLimitStore store;

    @BeforeEach
    void makeCertificate() {
        certificate = TestCertificate.create();
    }

    @AfterEach
    void stop() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST + "Password");
        if (server != null) {
            store.close();
            server.close();
        }
        certificate.close();
    }

    @Test
    void countsOverTlsWhereTheCertificateIsTrusted() throws Exception {
        trust();
        startTls();
        ask("rediss://" + server.place());

        Answers.of(store.take(ONE));

        assertThat(store.remaining(LIMIT)).isEqualTo(9);
    }

    @Test
    void refusesACertificateThatNobodyTrusts() throws Exception {
        startTls();
        ask("rediss://" + server.place());

        assertThat(Answers.failure(store.take(ONE)))
                .hasMessageContaining("rediss://")
                .hasMessageContaining("certificate")
                .hasMessageContaining(TRUST);
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        trust();
        startTls();
        ask("rediss://127.0.0.2:" + port());

        assertThat(Answers.failure(store.take(ONE))).hasMessageContaining("certificate");
    }

    @Test
    void saysThatAPlainServerSpeaksNoTls() {
        server = RedisServer.start(folder);
        ask("rediss://" + server.place());

        assertThat(Answers.failure(store.take(ONE))).hasMessageContaining("redis://");
    }

    @Test
    void aPortOfTlsThatClosesWithoutAByteIsToldSo() throws Exception {
        try (ServerSocket silent = closingAtOnce()) {
            ask("redis://127.0.0.1:" + silent.getLocalPort());

            assertThat(Answers.failure(store.take(ONE))).hasMessageContaining("rediss://");
            store.close();
            ask("rediss://127.0.0.1:" + silent.getLocalPort());

            assertThat(Answers.failure(store.take(ONE))).hasMessageContaining("redis://");
            store.close();
        }
    }

    /** {@return a server that closes each connection once it has heard something that it does not understand} */
    private static ServerSocket closingAtOnce() throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getInputStream().read(new byte[10_000]);
                } catch (IOException closed) {
                    // the next one, or the end
                }
            }
        });
        accepting.setDaemon(true);
        accepting.start();
        return server;
    }

    private void startTls() throws Exception {
        server = RedisServer.startTls(folder, certificate.pem(), key());
    }

    private void ask(String address) {
        store = new RedisLimitStore(RedisLimitStore.link(address, Duration.ofSeconds(60)), "test", new ServerClock());
    }

    private String port() {
        return server.place().substring(server.place().indexOf(':') + 1);
    }

    private void trust() throws Exception {
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            certificate.load().store(out, certificate.password().toCharArray());
        }
        System.setProperty(TRUST, file.toString());
        System.setProperty(TRUST + "Password", certificate.password());
    }

    private Path key() throws Exception {
        char[] password = certificate.password().toCharArray();
        KeyStore keys = KeyStore.getInstance(certificate.keyStore().toFile(), password);
        Key key = keys.getKey(keys.aliases().nextElement(), password);
        String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        return Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }
}
