package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are verified unless somebody says otherwise, and so is whom they are for. */
class TlsTest extends EndpointTest {
    private static final String HERE = "-dname CN=localhost -ext SAN=ip:127.0.0.1 ";

    @TempDir
    private Path folder;

    private LlmException refusal(TlsServer server) throws Exception {
        LlmException error = errorOf(ask(server));
        assertThat(error.kind()).isEqualTo(ErrorKind.CONNECT_FAILED);
        assertThat(error.reason()).isEqualTo("tls");
        assertThat(error.advice()).as("another try would end alike").isEqualTo(Advice.STOP);
        assertThat(error.attempts()).as("neither key nor prompt left").isEmpty();
        return error;
    }

    private java.util.concurrent.CompletableFuture<dev.llmdriver.ChatResponse> ask(TlsServer server) {
        return endpoint.generate(post(URI.create(server.address() + "/chat")), exchange(), EndpointTest::decode);
    }

    private void trust(String pem) {
        use(endpoint(options -> options.set("tls.trust-store", pem)));
    }

    @Test
    void issuerOfOnesOwnIsTrustedAndNobodyElses() throws Exception {
        try (TlsServer server =
                new TlsServer(folder, "-dname CN=issuer -ext bc:c -validity 30", HERE + "-validity 30 -signer c0")) {
            refusal(server);
            trust(server.pem(0));
            assertThat(get(ask(server)).text()).contains("trusted");
        }
    }

    @Test
    void certificateForAnotherHostIsRefusedThoughItsIssuerIsTrusted() throws Exception {
        try (TlsServer server = new TlsServer(folder, "-dname CN=127.0.0.1 -ext SAN=dns:other.test -validity 30")) {
            trust(server.pem(0));
            assertThat(refusal(server)).hasMessageContaining("for another name");
        }
    }

    @Test
    void certificateThatHasExpiredIsRefusedThoughItsIssuerIsTrusted() throws Exception {
        try (TlsServer server = new TlsServer(
                folder, "-dname CN=issuer -ext bc:c -validity 30", HERE + "-startdate -9d -validity 5 -signer c0")) {
            trust(server.pem(0));
            refusal(server);
        }
    }

    @Test
    void whatIsUnsetVerifies() {
        assertThat(HttpOptions.TLS_INSECURE.defaultValue()).contains(false);
        assertThat(HttpOptions.ALLOW_CLEARTEXT.defaultValue()).contains(false);
        assertThat(HttpOptions.TLS_INSECURE.environment())
                .as("no variable switches it off unseen")
                .isEmpty();
    }

    /** The server's last record, which says that nothing follows, arrives altered. */
    @Test
    void anAnswerWhoseProtectionBreaksInItsMiddleIsCut() throws Exception {
        try (TlsServer server = new TlsServer(folder, HERE + "-validity 30");
                SpoiltWire wire = new SpoiltWire(URI.create(server.address()).getPort())) {
            trust(server.pem(0));
            URI through = URI.create("https://127.0.0.1:" + wire.port() + "/chat");
            LlmException whole = errorOf(endpoint.generate(post(through), exchange(), EndpointTest::decode));
            assertThat(whole.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
            assertThat(whole.reason()).isEqualTo("cut");
            assertThat(whole.status()).hasValue(200);
        }
    }
}
