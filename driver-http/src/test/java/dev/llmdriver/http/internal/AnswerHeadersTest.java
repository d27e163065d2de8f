package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.http.Headers;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An answer's headers say what a list of the same would. */
class AnswerHeadersTest {
    private final List<Map.Entry<String, String>> said =
            List.of(Map.entry("X-Warning", "one"), Map.entry("Date", "now"), Map.entry("x-warning", "two"));
    private final Headers headers = new AnswerHeaders(multiMap(said));

    private static MultiMap multiMap(List<Map.Entry<String, String>> entries) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        entries.forEach(entry -> all.add(entry.getKey(), entry.getValue()));
        return all;
    }

    @Test
    void namesAreFoundWithoutRegardToCase() {
        assertThat(headers.get("X-WARNING")).contains("one");
        assertThat(headers.get("date")).contains("now");
        assertThat(headers.get("Dat")).isEmpty();
        assertThat(headers.all("x-Warning")).containsExactly("one", "two");
        assertThat(headers.all("none")).isEmpty();
    }

    @Test
    void theirOrderIsKept() {
        assertThat(headers.entries()).isEqualTo(said);
        assertThat(headers).hasToString("Headers[X-Warning, Date, x-warning]");
    }

    @Test
    void nobodyCanChangeThem() {
        assertThatThrownBy(() -> headers.entries().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.all("Date").clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aCopyCanDiffer() {
        assertThat(headers.with("X-warning", "three").entries())
                .containsExactly(Map.entry("Date", "now"), Map.entry("X-warning", "three"));
        assertThat(headers.without("DATE").all("x-warning")).containsExactly("one", "two");
        assertThat(Headers.none().with("Date", "then").withAll(headers).get("Date"))
                .contains("now");
        assertThat(headers.entries()).isEqualTo(said);
    }

    @Test
    void aCopyIsWhatTheyWereThen() {
        List<Map.Entry<String, String>> growing = new ArrayList<>(said);
        Headers copy = Headers.copyOf(growing);
        growing.clear();
        assertThat(copy.entries()).isEqualTo(said);
    }
}
