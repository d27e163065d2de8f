package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ProviderData;
import dev.llmdriver.ReasoningEffort;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import dev.llmdriver.Warning;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.UnsupportedException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    void numbersBesideExtrasStayAsTheyAreWritten() {
        String numbers = "1e0,1.50,0.1234567890123456789,12345678901234567890.5,1e400,-0.0,7";
        byte[] body = bytes("{\"a\":[" + numbers + "],\"o\":{\"n\":1e0,\"x\":{\"m\":1e400}},\"t\":1.50}");
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("o", Map.of("x", Map.of("y", new BigDecimal("0.1234567890123456789"))));
        extras.put("t", new BigDecimal("1.50"));
        extras.put("u", 2.0);
        Fates fates = new Fates();
        fates.sent("t");
        assertThat(text(ExtraFields.merge(body, extras, fates)))
                .isEqualTo("{\"a\":[" + numbers
                        + "],\"o\":{\"n\":1e0,\"x\":{\"m\":1e400,\"y\":0.1234567890123456789}},\"t\":1.50,\"u\":2.0}");
        assertThat(fates.list()).allMatch(fate -> fate.fate() == Fate.SENT);
    }

    @Test
    void whatAnExtraReplacesIsFoundInEitherSpellingAndFurtherInside() {
        Fates fates = new Fates();
        List.of("topP", "maxTokens", "seed", "topK", "stop").forEach(fates::sent);
        byte[] body = bytes("{\"top_p\":0.5,\"max_tokens\":7,\"options\":{\"seed\":1,\"top_k\":2,\"stop\":3}}");
        Map<String, Object> extras =
                Map.of("top_p", 0.9, "max_completion_tokens", 8, "options", Map.of("seed", 4, "top_k", 2, "min_p", 1));
        assertThat(text(ExtraFields.merge(body, extras, Set.of("max_tokens"), fates)))
                .contains("\"max_completion_tokens\":8")
                .doesNotContain("max_tokens");
        assertThat(fates.list())
                .filteredOn(fate -> fate.fate() == Fate.DROPPED)
                .containsExactlyInAnyOrder(
                        new FieldFate("topP", Fate.DROPPED, "replaced by extra top_p"),
                        new FieldFate("seed", Fate.DROPPED, "replaced by extra options.seed"),
                        new FieldFate("maxTokens", Fate.DROPPED, "replaced by an extra"));
    }

    @Test
    void whatAnExtraReplacesIsFoundUnderTheNameThatItGoesBy() {
        Fates fates = new Fates();
        fates.renamed("maxTokens", "sent as options.limit");
        fates.renamed("responseFormat", "sent as format");
        fates.renamed("stop", "sent as ends");
        byte[] body = bytes("{\"options\":{\"limit\":5},\"format\":{\"type\":{\"of\":1}},\"ends\":[1]}");
        Map<String, Object> extras =
                Map.of("options", Map.of("limit", 6), "format", Map.of("type", Map.of("of", 2)), "ends", List.of(1));
        Map<String, String> renamed =
                Map.of("options.limit", "maxTokens", "format", "responseFormat", "ends", "stop", "form", "seed");
        assertThat(text(ExtraFields.merge(body, extras, Set.of(), renamed, fates)))
                .isEqualTo("{\"options\":{\"limit\":6},\"format\":{\"type\":{\"of\":2}},\"ends\":[1]}");
        assertThat(fates.list())
                .filteredOn(fate -> !fate.field().startsWith("extra "))
                .containsExactlyInAnyOrder(
                        new FieldFate("maxTokens", Fate.DROPPED, "replaced by extra options.limit"),
                        new FieldFate("responseFormat", Fate.DROPPED, "replaced by extra format.type.of"),
                        new FieldFate("stop", Fate.RENAMED, "sent as ends"));
    }

    @Test
    void whatAnExtraReplacesIsNotSent() {
        Fates fates = new Fates();
        List.of("tools", "seed", "temperature", "options").forEach(fates::sent);
        fates.dropped("stop", "why");
        byte[] body =
                bytes("{\"tools\":[1],\"seed\":7,\"temperature\":1,\"options\":{\"x\":1},\"stop\":[],\"model\":\"m\"}");
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("tools", List.of(2));
        extras.put("temperature", 1);
        extras.put("options", Map.of("y", 2));
        extras.put("stop", List.of("a"));
        extras.put("model", "n");
        extras.put("other", 1);
        byte[] unused = ExtraFields.merge(body, extras, fates);
        assertThat(fates.list())
                .filteredOn(fate -> !fate.field().startsWith("extra "))
                .containsExactlyInAnyOrder(
                        new FieldFate("tools", Fate.DROPPED, "replaced by extra tools"),
                        new FieldFate("seed", Fate.SENT, ""),
                        new FieldFate("temperature", Fate.SENT, ""),
                        new FieldFate("options", Fate.SENT, ""),
                        new FieldFate("stop", Fate.DROPPED, "why"));
        assertThat(fates.list())
                .filteredOn(fate -> fate.field().startsWith("extra "))
                .hasSize(6)
                .allMatch(fate -> fate.fate() == Fate.SENT);
    }

    @Test
    void requestsThatDifferInTheirBodiesShareTheRest() {
        WireRequest first = WireRequest.post(URI.create("http://localhost/chat"))
                .json(new byte[] {'1'})
                .accept("text/event-stream")
                .build();
        WireRequest second = first.withJson(new byte[] {'2'});
        assertThat(second.headers()).isSameAs(first.headers());
        assertThat(second.uri()).isSameAs(first.uri());
        assertThat(second.method()).isEqualTo("POST");
        assertThat(text(second.body())).isEqualTo("2");
        assertThat(text(first.body())).isEqualTo("1");
        WireRequest get = WireRequest.get(first.uri()).build();
        assertThat(get.withJson(first.body()).headers().get("Content-Type")).contains("application/json");
    }

    @Test
    void jsonTextIsCopiedAsItIs() {
        String json = "{\"n\":1.50,\"e\":[1e0,-2.0E+3,0.00],\"s\":\"é\\n\",\"l\":[null,true]}";
        assertThat(text(Json.bytes(out -> JsonText.copy(out, json, "it")))).isEqualTo(json);
    }

    @Test
    void whatIsNoNumberInStrictJsonBecomesAText() {
        assertThat(text(Json.bytes(out -> JsonText.copy(out, "[NaN,-Infinity]", "it"))))
                .isEqualTo("[\"NaN\",\"-Infinity\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "''              | it is empty",
                "{\"a\":1} secret | see line 1, column",
                "{} {}           | something follows the JSON value",
                "{\"secret\":    | it ends too early, at line 1, column",
            })
    void jsonTextThatIsNotOneValueIsRefused(String json, String why) {
        assertThatThrownBy(() -> Json.bytes(out -> JsonText.copy(out, json, "the schema of f")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("the schema of f is not valid JSON: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
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

    @Test
    void whatWasNotNotedIsDropped() {
        ChatRequest request = ChatRequest.builder()
                .message(Message.of(
                        Role.ASSISTANT, Text.of("hi").withProviderData(new ProviderData("other", "m", "{}"))))
                .user("Hello")
                .temperature(0.5)
                .topK(3)
                .stop("x")
                .build();
        Fates fates = new Fates();
        fates.sent(request, "messages", "temperature", "seed");
        fates.dropRest(request, "none");
        assertThat(fates.list())
                .extracting(fate -> fate.field() + " " + fate.fate())
                .containsExactly(
                        "messages SENT", "temperature SENT", "topK DROPPED", "stop DROPPED", "providerData DROPPED");
    }

    /** A field that the contract gains must not be forgotten. */
    @Test
    void everyFieldForTheModelIsKnown() {
        Set<String> other = Set.of(
                "toBuilder",
                "deadline",
                "timeouts",
                "strict",
                "rawResponse",
                "tags",
                "callOptions",
                "hashCode",
                "toString");
        Set<String> fields = Arrays.stream(ChatRequest.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 0 && !other.contains(method.getName()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Fates fates = new Fates();
        fates.dropRest(full(), "all");
        assertThat(fates.list()).extracting(fate -> fate.field()).containsExactlyInAnyOrderElementsOf(fields);
    }

    private static ChatRequest full() {
        return ChatRequest.builder()
                .user("Hello")
                .maxTokens(1)
                .temperature(1)
                .topP(1)
                .topK(1)
                .stop("x")
                .seed(1)
                .frequencyPenalty(1)
                .presencePenalty(1)
                .logprobs(1)
                .tools(new Tool("f", "", "{}"))
                .toolChoice(ToolChoice.auto())
                .parallelToolCalls(true)
                .responseFormat(ResponseFormat.text())
                .reasoningEffort(ReasoningEffort.HIGH)
                .build();
    }

    @Test
    void unsupportedPartsNameWhatIsTaken() {
        Media image = Media.of("image/png", new byte[1]);
        assertThat(Fates.unsupported(image, "texts"))
                .isInstanceOf(UnsupportedException.class)
                .hasMessage("messages: image/png cannot be sent; only texts can be");
    }

    @Test
    void treesKeepNumbersAndErrorsHaveThemWhereTheyCan() {
        assertThat(text(Json.bytes(JsonText.tree("{\"n\":1.50,\"m\":0.1}", "it"))))
                .isEqualTo("{\"n\":1.50,\"m\":0.1}");
        assertThatThrownBy(() -> JsonText.tree("{", "the schema")).isInstanceOf(InvalidRequestException.class);
        assertThat(ErrorFacts.builder(400)
                        .body("{\"a\":{\"b\":1}}")
                        .build()
                        .json()
                        .at("/a/b")
                        .asInt())
                .isEqualTo(1);
        assertThat(ErrorFacts.builder(502).body("<html>").build().json().isMissingNode())
                .isTrue();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
