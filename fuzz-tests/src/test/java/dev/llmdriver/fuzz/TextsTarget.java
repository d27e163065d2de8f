package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonText;
import dev.llmdriver.spi.OptionParsers;
import dev.llmdriver.spi.Suggestions;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What people write: references, addresses, times, numbers, JSON. It is read, or refused in words. */
final class TextsTarget implements FuzzTarget {
    private static final Pattern NO_NUMBER = Pattern.compile("NaN|INF|Infinity");

    @Override
    public void feed(byte[] bytes) throws IOException {
        String text = Input.of(bytes).text();
        reads(() -> {
            ModelRef ref = ModelRef.parse(text);
            assertThat(ModelRef.parse(ref.toString())).isEqualTo(ref);
        });
        reads(() -> assertThat(OptionParsers.url(text).getHost()).isNotEmpty());
        reads(() -> assertThat(OptionParsers.duration(text)).isPositive());
        reads(() -> OptionParsers.integer(text));
        reads(() -> OptionParsers.flag(text));
        Suggestions.nearest(text, List.of("ollama", "huggingface", "gemini"));
        json(text);
    }

    private static void reads(ThrowingCallable reading) {
        try {
            reading.call();
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void json(String text) throws IOException {
        try {
            byte[] copied = Json.bytes((JsonGenerator out) -> JsonText.copy(out, text, "it"));
            JsonText.tree(text, "it");
            if (!NO_NUMBER.matcher(text).find()) { // those become texts
                assertThat(Json.tree(copied)).isEqualTo(Json.tree(text));
            }
        } catch (LlmException refused) {
            assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, "ollama:llama3.2:1b"),
                Input.raw(0, "https://user:pass@host:8080/path?key=x#f"),
                Input.raw(0, "http://[::1]:99999/"),
                Input.raw(0, "PT2H3M4.5S"),
                Input.raw(0, "99999999999999999999.5d"),
                Input.raw(0, "0.0000001ms"),
                Input.raw(0, "true"),
                Input.seed(0, "{'type':'object','a':[1,2.50,-1e400,null,true,'\\ud800'],'a':{}}"),
                Input.raw(0, "1e999999999"),
                Input.raw(0, "1e000000000"),
                Input.raw(0, "[NaN,-INF]"),
                Input.raw(0, "http://[79::1184467440737095.1616]/"),
                Input.raw(0, "[".repeat(300) + "]".repeat(300)));
    }
}
