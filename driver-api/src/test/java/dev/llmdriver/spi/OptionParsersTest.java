package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionParsersTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "2s, PT2S",
        "' 2s ', PT2S",
        "2S, PT2S",
        "1.5s, PT1.5S",
        "5m, PT5M",
        "1h, PT1H",
        "1d, PT24H",
        "PT2S, PT2S",
        "PT1M30S, PT1M30S"
    })
    void durations(String text, Duration expected) {
        assertThat(OptionParsers.duration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2x", "s", "2 s", "-2s", "2s3s", "soon"})
    void whatIsNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.duration(text))
                .withMessageContaining("such as 500ms, 2s, 5m or PT2S")
                .withMessageContaining("'" + text.strip() + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0ms", "PT0S", "PT-2S"})
    void durationsAreMoreThanZero(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.duration(text))
                .withMessageContaining("more than zero");
    }

    @Test
    void aHugeDurationIsJustLong() {
        assertThat(OptionParsers.duration("99999999999999999999d")).isGreaterThan(Duration.ofDays(365));
        assertThat(OptionParsers.duration("PT9223372036854775807S").toNanos())
                .as("whoever reckons with it")
                .isGreaterThan(Duration.ofDays(365).toNanos());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost",
                "https://host/v1",
                "HTTPS://host",
                "http://127.0.0.1:8080/v1",
                "http://[::1]:8080",
                " https://host "
            })
    void addresses(String text) {
        assertThat(OptionParsers.url(text).getHost()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "localhost:8080",
                "ftp://host",
                "http://",
                "http:///path",
                "/v1",
                "http://ho st",
                "http://host:99999",
                "http://host:port"
            })
    void whatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.url(text))
                .withMessageContaining("such as https://host/path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://user:planted@host/path",
                "user:planted@host",
                "ftp://user:pl/planted@host",
                "ftp://host/path?key=planted",
                "ho st?key=planted",
                "ftp://a@b:planted@host",
                "http://user:planted?x@host",
                "http://user:x?planted@host:99999",
                "ftp://host/?key=x@planted"
            })
    void anAddressInAMessageShowsNoKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.url(text))
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("planted"))
                .withMessageContaining("host".substring(0, 2));
    }

    @Test
    void anAddressWithALongNumberIsRefusedAsAnyOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.url("http://[::99999999999.1.1.1]:1/"))
                .withMessageStartingWith("expected an address such as");
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "' 7 ', 7", "-1, -1", "0, 0"})
    void wholeNumbers(String text, int expected) {
        assertThat(OptionParsers.integer(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "1e3", "99999999999"})
    void whatIsNoWholeNumber(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.integer(text))
                .withMessage("expected a whole number, but got '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "TRUE, true",
        "yes, true",
        "on, true",
        "' true ', true",
        "false, false",
        "no, false",
        "off, false"
    })
    void flags(String text, boolean expected) {
        assertThat(OptionParsers.flag(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "y", "truth"})
    void whatIsNoFlag(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionParsers.flag(text))
                .withMessage("expected true or false, but got '" + text + "'");
    }
}
