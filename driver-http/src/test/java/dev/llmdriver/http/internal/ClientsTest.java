package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.DriverOptions;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientsTest {
    @ParameterizedTest
    @CsvSource({"300ms, 10", "5s, 10", "30s, 31", "2m, 121"})
    void aHandshakeOutlastsTheTimeToConnect(String connect, long seconds) {
        DriverOptions options =
                DriverOptions.builder("prov").set("connect-timeout", connect).build();
        assertThat(Clients.handshake(options)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
