package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operating systems speak the language of their users, and Java hands on what they say. */
class OutputLostExceptionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Broken pipe",
                "Datenübergabe unterbrochen (broken pipe)",
                "Relais brisé (pipe)",
                "Pipe interrotta",
                "The pipe is being closed",
                "The pipe has been ended"
            })
    void whoHadEnoughIsKnownInOtherLanguages(String message) {
        assertThat(new OutputLostException(new IOException(message)).isBrokenPipe())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Input/output error", "Stream closed"})
    void anythingElseIsAnotherMatter(String message) {
        assertThat(new OutputLostException(new IOException(message)).isBrokenPipe())
                .isFalse();
    }
}
