package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "a.localhost",
                "127.0.0.1",
                "127.1.2.3",
                "127.255.255.255",
                "::1",
                "::1%nosuch0"
            })
    void thisMachineIsKnownByItsVeryName(String host) {
        assertThat(Origins.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.a99",
                "127.0.0.",
                "127.0.0",
                "127.0..1",
                "127.0.0.1.",
                "127.0.0.0001",
                "127.0.0.256",
                "127.999.1.1",
                "128.0.0.1",
                "localhost.example",
                "2001:db8::1",
                "fe80::1%nosuch0"
            })
    void everythingElseMayBeSomebodyElse(String host) {
        assertThat(Origins.isLoopback(host)).isFalse();
    }
}
