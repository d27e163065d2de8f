package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.Part;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What was asked for stands in the request, in order and character by character, read by a reader that is not the product's. */
class EncodingPropertiesTest {
    @Property(seed = "20260206")
    void theBody_tellsWhatWasAsked(@ForAll Encoders encoder, @ForAll Mode mode, @ForAll long seed) {
        ChatRequest request = Requests.of(seed);
        Told told = new Told();
        encoder.read(body(encoder, request, mode), told);
        assertThat(told.toString()).isEqualTo(asked(encoder, request).toString());
    }

    @Property(seed = "20260207")
    void theBody_hasTheSettings_andNothingInPlaceOfThoseThatAreNotSet(
            @ForAll Encoders encoder, @ForAll Mode mode, @ForAll long seed) {
        ChatRequest request = Requests.of(seed);
        Object settings = encoder.settings(body(encoder, request, mode));
        String[] fields = encoder.fields();
        assertThat(Told.at(settings, fields[0])).isEqualTo(number(boxed(request.temperature())));
        assertThat(Told.at(settings, fields[1])).isEqualTo(number(boxed(request.topP())));
        assertThat(Told.at(settings, fields[2]))
                .isEqualTo(number(request.maxTokens().stream().boxed().findFirst()));
        assertThat(Told.at(settings, fields[3]))
                .isEqualTo(number(request.seed().stream().boxed().findFirst()));
        assertThat(Told.at(settings, fields[4])).isEqualTo(request.stop().isEmpty() ? "absent" : request.stop());
    }

    private static Map<String, Object> body(Encoders encoder, ChatRequest request, Mode mode) {
        String json = new String(encoder.encode(request, mode), StandardCharsets.UTF_8);
        return Told.map(PlainJson.read(json));
    }

    private static Optional<Double> boxed(java.util.OptionalDouble value) {
        return value.stream().boxed().findFirst();
    }

    private static Object number(Optional<? extends Number> value) {
        return value.<Object>map(number -> new BigDecimal(number.toString()).stripTrailingZeros())
                .orElse("absent");
    }

    private static Told asked(Encoders encoder, ChatRequest request) {
        Told told = new Told();
        request.messages().forEach(message -> message(encoder, message, told));
        for (Tool tool : request.tools()) {
            told.add(
                    "tool", tool.name(), tool.description(), Objects.requireNonNull(PlainJson.read(tool.parameters())));
        }
        return told;
    }

    private static void message(Encoders encoder, Message message, Told told) {
        String role = message.role().name().toLowerCase(java.util.Locale.ROOT);
        boolean joined = encoder == Encoders.OLLAMA; // it has one text for each message, and images beside it
        if (joined) {
            told.text(role, message.text());
        }
        for (Part part : message.parts()) {
            if (part instanceof Text text && !joined) {
                told.text(role, text.text());
            } else if (part instanceof Media image) {
                String bytes = image.base64().orElseThrow();
                told.add("image", joined ? bytes : image.mimeType() + " " + bytes);
            } else if (part instanceof ToolCall call) {
                told.add("call", call.id(), call.name(), Told.objectOf(call.arguments(), "arguments"));
            } else if (part instanceof ToolResult result) {
                told.add(
                        "result",
                        encoder.result(result.callId(), result.toolName(), result.content(), result.isError())
                                .toArray());
            }
        }
    }
}
