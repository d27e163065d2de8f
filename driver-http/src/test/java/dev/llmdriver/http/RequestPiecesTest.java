package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Warning;
import dev.llmdriver.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What drivers write requests with. */
class RequestPiecesTest {
    @Test
    void extrasWinAndObjectsAreMerged() {
        byte[] body = bytes("{\"a\":1,\"o\":{\"x\":1,\"y\":[1,2]}}");
        Fates fates = new Fates();
        byte[] merged = ExtraFields.merge(body, Map.of("o", Map.of("y", List.of(3), "z", true)), fates);
        assertThat(text(merged)).isEqualTo("{\"a\":1,\"o\":{\"x\":1,\"y\":[3],\"z\":true}}");
        assertThat(text(ExtraFields.merge(body, Map.of("a", "b"), fates))).startsWith("{\"a\":\"b\"");
        assertThat(ExtraFields.merge(body, Map.of(), fates)).isSameAs(body);
        assertThat(fates.list()).extracting(fate -> fate.field()).containsExactly("extra o", "extra a");
    }

    @Test
    void jsonTextIsCopiedAsItIs() {
        String json = "{\"n\":1.50,\"s\":\"é\\n\",\"l\":[null,true]}";
        assertThat(text(Json.bytes(out -> JsonText.copy(out, json, "it")))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "''              | it is empty",
                "{\"a\":1} x     | Unrecognized token",
                "{} {}           | something follows the JSON value",
                "{\"secret\":    | Unexpected end-of-input",
            })
    void jsonTextThatIsNotOneValueIsRefused(String json, String why) {
        assertThatThrownBy(() -> Json.bytes(out -> JsonText.copy(out, json, "the schema of f")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("the schema of f is not valid JSON: ")
                .hasMessageContaining(why);
    }

    @Test
    void fatesAreNotedOnceAndTheNotableOnesWarn() {
        Fates fates = new Fates();
        fates.sent("a");
        fates.renamed("b", "as B");
        fates.clamped("c", "to 1");
        fates.clamped("c", "to 1");
        fates.emulated("d", "asked for");
        assertThat(fates.list()).hasSize(4);
        assertThat(Fates.warnings(fates.list())).extracting(Warning::code).containsExactly("clamped", "emulated");
        Fates.refuseDropped(fates.list());
        fates.dropped("e", "why");
        assertThatThrownBy(() -> Fates.refuseDropped(fates.list())).hasMessageContaining("without e (why);");
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
