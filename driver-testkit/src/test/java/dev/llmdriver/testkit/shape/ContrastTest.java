package dev.llmdriver.testkit.shape;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison finds what it is for, and nothing else. */
class ContrastTest {
    private static final Map<String, String> HEADERS = Map.of("content-type", "text/event-stream", "server", "s");
    private static final String REAL = "data: {\"a\":1,\"b\":{\"c\":\"x\"}}\r\n\r\ndata: {\"a\":2,\"b\":{}}\r\n\r\n";

    @Test
    void theSameIsNoDifference() {
        assertThatCode(() -> contrast(REAL, HEADERS).check(1)).doesNotThrowAnyException();
        assertThatCode(() -> contrast(REAL + REAL, HEADERS).check(1)).doesNotThrowAnyException();
    }

    @Test
    void findsFields() {
        assertFound(REAL.replace("\"c\"", "\"d\""), "any: /b/d (string) does not occur");
        assertFound(REAL.replace("1", "true"), "any: /a (boolean) does not occur");
        assertFound(REAL.replace("\"a\":2,", ""), "any: /a is always there");
        assertFound("data: {\"b\":{},\"a\":1}\r\n\r\n", "any: : b before a");
    }

    @Test
    void findsWhatStandsAroundThem() {
        assertFound(REAL.replace("\r\n", "\n"), "frame: data: J\\n\\n");
        assertFound(REAL + "data: [DONE]\r\n\r\n", "frame: data: J\\r\\n\\r\\ndata: [DONE]\\r\\n\\r\\n");
        assertFound(REAL.replace("\":", "\": "), "style: spaced");
    }

    @Test
    void findsHeaders() {
        assertThatThrownBy(() -> contrast(REAL, Map.of("content-type", "text/plain", "x", "y"))
                        .check(1))
                .hasMessageContaining("content type: text/plain")
                .hasMessageContaining("header server is always there")
                .hasMessageContaining("header x does not occur");
    }

    @Test
    void aReasonCoversADifferenceAndMustBeNeeded() {
        String more = REAL.replace("1", "true");

        assertThatCode(() -> contrast(more, HEADERS)
                        .because("why", "any: /a (boolean) does not occur")
                        .check(1))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> contrast(REAL, HEADERS)
                        .because("why", "any: /a (boolean) does not occur")
                        .check(1))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> contrast(REAL, HEADERS).check(2)).isInstanceOf(AssertionError.class);
    }

    private static void assertFound(String twin, String difference) {
        assertThatThrownBy(() -> contrast(twin, HEADERS).check(1)).hasMessageContaining(difference);
    }

    private static Contrast contrast(String twin, Map<String, String> headers) {
        return new Contrast(
                value -> "any", List.of(heard("somebody", REAL, HEADERS)), List.of(heard("twin", twin, headers)));
    }

    private static Heard heard(String from, String body, Map<String, String> headers) {
        return new Heard(from, true, headers, Layout.of(body));
    }
}
