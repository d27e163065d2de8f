package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import io.netty.handler.codec.DecoderException;
import java.net.ConnectException;
import java.net.URI;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void aHandshakeThatTakesTooLongSaysNothingOfTheCertificate() {
        Throwable late = new SSLHandshakeException("Failed to create SSL connection")
                .initCause(new SSLHandshakeException("handshake timed out after 10000ms"));
        LlmException error = Failures.connecting(late, URI.create("https://host.example/v1"), false, "look")
                .build();
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error).hasMessageContaining("connect-timeout").hasMessageNotContaining("certificate");
    }

    @Test
    void aPortWithTheStatusesDigitsIsNotARefusalForWantOfAPassword() {
        Throwable refused = new ConnectException("Connection refused: /127.0.0.1:40769");
        LlmException error = Failures.connecting(refused, URI.create("http://host.example/v1"), true, "look")
                .build();
        assertThat(error.reason()).isEqualTo("proxy");
        assertThat(error).hasMessageContaining("https_proxy").hasMessageNotContaining("password");
    }

    /** As Netty throws it, of a record that was tampered with and of an alert alike. */
    @Test
    void aProtectedConnectionThatBreaksIsStillOneThatSpeaksHttp() {
        Throwable broken = new DecoderException(new SSLHandshakeException("Received fatal alert: internal_error"));
        URI uri = URI.create("https://host.example/v1");
        LlmException early = Failures.waiting(broken, uri).build();
        assertThat(early.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(early.reason()).isEqualTo("closed_before_answer");
        LlmException late = Failures.reading(broken, uri).build();
        assertThat(late.kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(late.reason()).isEqualTo("cut");
    }
}
