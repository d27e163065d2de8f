package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about a server is read by everybody, and checked. */
class ServerKeysTest extends ClientTestCase {
    @Test
    void rightValuesAreKept() {
        file(
                "llm.server.host=0.0.0.0",
                "llm.server.port=0",
                "llm.server.max-body=1000",
                "llm.server.cors-origins=https://a.example, http://b.example:81",
                "llm.server.drain-time=5s",
                "llm.server.read-timeout=PT1M");
        environment.put("LLM_SERVER_PORT", "9000");

        assertThat(value("llm.server.host")).isEqualTo("0.0.0.0");
        assertThat(value("llm.server.port")).isEqualTo("9000");
        assertThat(value("llm.server.cors-origins")).isEqualTo("https://a.example, http://b.example:81");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port=65536 | a port from 0 to 65535, but got '65536'",
                "port=-1 | a port from 0 to 65535",
                "max-body=0 | a number of bytes such as 10000000",
                "max-body=10MB | a number of bytes",
                "max-body=2000000001 | a number of bytes such as 10000000, 2000000000 at most",
                "cors-origins=https://a.example/page | origins such as https://app.example.com",
                "cors-origins=a.example | divided by commas, or * alone",
                "cors-origins=*,https://a.example | or * alone",
                "drain-time=PT0.0001S | a time of a millisecond or more",
                "read-timeout=soon | expected a time such as",
                "max-history=0 | a number of turns such as 100",
                "chats.url=jdbc:mysql://db/x | expected memory, file:<folder>, or an address such as jdbc:postgresql:",
                "chats.url=jdbc:postgresql://db/x?user=me&password=geheim | set llm.server.chats.password instead",
                "auth.jwks=http://keys.example/jwks.json | expected https://…, file:///…, or http://… on this machine",
                "auth.secret=geheim | expected 32 bytes or more",
                "prot=80 | did you mean 'llm.server.port'?",
            })
    void wrongOnesAreFaults(String line, String said) {
        file("llm.server." + line);

        assertThat(error().faults()).singleElement().asString().contains(said).doesNotContain("geheim");
    }

    @Test
    void timesWithoutEndAreJustLong() {
        file("llm.server.drain-time=PT9223372036854775807S", "llm.breaker.open-for=PT9223372036854775807S");

        assertThat(client().config().entries()).hasSize(2);
    }

    @Test
    void tokensMustBeMadeForThisServer() {
        file("llm.server.auth.jwks=http://127.0.0.1:80/jwks", "llm.server.auth.issuer=https://login.example");

        assertThat(error().faults()).singleElement().asString().contains("'llm.server.auth.audience' is missing");
    }

    @Test
    void passwordsAreForTheServerAlone() {
        file("llm.server.chats.url=jdbc:postgresql://db.example/llm", "llm.server.chats.password=llm-geheim");

        assertThat(value("llm.server.chats.password")).isEqualTo("****");
        assertThat(client().config().toString()).doesNotContain("geheim");
        assertThat(client().serverSettings())
                .containsEntry("chats.url", "jdbc:postgresql://db.example/llm")
                .containsEntry("chats.password", "llm-geheim");
    }
}
