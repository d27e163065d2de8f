package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.net.URI;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void aHandshakeThatTakesTooLongSaysNothingOfTheCertificate() {
        Throwable late = new SSLHandshakeException("Failed to create SSL connection")
                .initCause(new SSLHandshakeException("handshake timed out after 10000ms"));
        LlmException error = Failures.connecting(late, URI.create("https://host.example/v1"), false)
                .build();
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error).hasMessageContaining("connect-timeout").hasMessageNotContaining("certificate");
    }
}
