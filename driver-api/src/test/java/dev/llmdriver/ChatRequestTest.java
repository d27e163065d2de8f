package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestTest {
    private static final Tool TOOL = new Tool("weather", "tells the weather", "{}");

    /** One setter for each field of a request; a field without one fails {@link #everyFieldHasASetterHere}. */
    static Map<String, UnaryOperator<ChatRequestBuilder>> setters() {
        Map<String, UnaryOperator<ChatRequestBuilder>> setters = new LinkedHashMap<>();
        setters.put("maxTokens", builder -> builder.maxTokens(7));
        setters.put("temperature", builder -> builder.temperature(0.5));
        setters.put("topP", builder -> builder.topP(0.9));
        setters.put("topK", builder -> builder.topK(40));
        setters.put("stop", builder -> builder.stop("END"));
        setters.put("seed", builder -> builder.seed(42));
        setters.put("frequencyPenalty", builder -> builder.frequencyPenalty(0.1));
        setters.put("presencePenalty", builder -> builder.presencePenalty(0.2));
        setters.put("logprobs", builder -> builder.logprobs(2));
        setters.put("tools", builder -> builder.tools(TOOL));
        setters.put("toolChoice", builder -> builder.toolChoice(ToolChoice.named("weather")));
        setters.put("parallelToolCalls", builder -> builder.parallelToolCalls(false));
        setters.put("responseFormat", builder -> builder.responseFormat(ResponseFormat.json()));
        setters.put("reasoningEffort", builder -> builder.reasoningEffort(ReasoningEffort.LOW));
        setters.put("deadline", builder -> builder.deadline(Duration.ofSeconds(9)));
        setters.put("timeouts", builder -> builder.timeouts(Timeouts.unset().withIdle(Duration.ofSeconds(3))));
        setters.put("strict", builder -> builder.strict(true));
        setters.put("rawResponse", builder -> builder.rawResponse(true));
        setters.put("tags", builder -> builder.tag("team", "blue"));
        setters.put("extras", builder -> builder.extra("fake", "mirostat", 2));
        return setters;
    }

    static Stream<String> fields() {
        return setters().keySet().stream();
    }

    @Test
    void everyFieldHasASetterHere() {
        Set<String> fields = Arrays.stream(ChatSettings.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(setters().keySet()).containsExactlyInAnyOrderElementsOf(fields);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldIsPartOfEqualityAndSurvivesACopy(String field) {
        ChatRequest plain = ChatRequest.of("Hello");
        ChatRequest set = setters().get(field).apply(plain.toBuilder()).build();

        assertThat(set).isNotEqualTo(plain);
        assertThat(set.toBuilder().build()).isEqualTo(set).hasSameHashCodeAs(set);
    }

    @Test
    void allFieldsTogetherSurviveACopy() {
        ChatRequestBuilder builder = ChatRequest.builder().system("Be brief").user("Hello");
        for (UnaryOperator<ChatRequestBuilder> setter : setters().values()) {
            assertThat(setter.apply(builder)).isSameAs(builder);
        }
        ChatRequest request = builder.build();

        assertThat(request.toBuilder().build()).isEqualTo(request);
        assertThat(request.maxTokens()).hasValue(7);
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.topP()).hasValue(0.9);
        assertThat(request.topK()).hasValue(40);
        assertThat(request.stop()).containsExactly("END");
        assertThat(request.seed()).hasValue(42);
        assertThat(request.frequencyPenalty()).hasValue(0.1);
        assertThat(request.presencePenalty()).hasValue(0.2);
        assertThat(request.logprobs()).hasValue(2);
        assertThat(request.tools()).containsExactly(TOOL);
        assertThat(request.toolChoice()).hasValue(ToolChoice.named("weather"));
        assertThat(request.parallelToolCalls()).hasValue(false);
        assertThat(request.responseFormat()).hasValue(ResponseFormat.json());
        assertThat(request.reasoningEffort()).hasValue(ReasoningEffort.LOW);
        assertThat(request.deadline()).hasValue(Duration.ofSeconds(9));
        assertThat(request.timeouts().idle()).hasValue(Duration.ofSeconds(3));
        assertThat(request.strict()).isTrue();
        assertThat(request.rawResponse()).isTrue();
        assertThat(request.tags()).containsOnly(Map.entry("team", "blue"));
        assertThat(request.extras("fake")).containsOnly(Map.entry("mirostat", 2));
        assertThat(request.messages()).extracting(Message::role).containsExactly(Role.SYSTEM, Role.USER);
    }

    @Test
    void nothingIsSetUnlessItIs() {
        ChatRequest request = ChatRequest.of("Hello");

        assertThat(request.maxTokens()).isEmpty();
        assertThat(request.temperature()).isEmpty();
        assertThat(request.toolChoice()).isEmpty();
        assertThat(request.deadline()).isEmpty();
        assertThat(request.timeouts()).isEqualTo(Timeouts.unset());
        assertThat(request.extras("fake")).isEmpty();
        assertThat(request.strict()).isFalse();
    }

    @Test
    void callOptionsSurviveACopyButAreNotCompared() {
        CallOptions own = CallOptions.builder()
                .apiKey(Secret.of("sk-planted"))
                .baseUrl(URI.create("http://localhost:1/v1"))
                .header("X-Team", "blue")
                .caller("alice")
                .build();
        ChatRequest request =
                ChatRequest.builder().user("Hello").callOptions(own).build();

        assertThat(request).isEqualTo(ChatRequest.of("Hello")).hasSameHashCodeAs(ChatRequest.of("Hello"));
        assertThat(request.toBuilder().build().callOptions()).isSameAs(own);
    }

    @Test
    void aCallerHasANameOrIsLeftOut() {
        assertThat(CallOptions.none().caller()).isEmpty();
        assertThat(CallOptions.builder().caller("auth0|17").build().caller()).contains("auth0|17");
        assertThatThrownBy(() -> CallOptions.builder().caller(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a name");
    }

    @Test
    void copiesOfOptionsAndOfEmbeddingRequestsHoldAllOfThem() {
        CallOptions own = CallOptions.builder()
                .apiKey(Secret.of("sk-planted"))
                .baseUrl(URI.create("http://localhost:1/v1"))
                .header("X-Team", "blue")
                .caller("alice")
                .onWaiting(waiting -> {})
                .build();
        EmbeddingRequest request = EmbeddingRequest.builder(List.of("one", "two"))
                .dimensions(3)
                .purpose(EmbeddingRequest.Purpose.QUERY)
                .truncate(true)
                .deadline(Duration.ofSeconds(5))
                .timeouts(Timeouts.unset().withConnect(Duration.ofSeconds(1)))
                .extra("fake", "a", 1)
                .callOptions(own)
                .build();

        assertThat(request.toBuilder().build()).usingRecursiveComparison().isEqualTo(request);
        assertThat(own.toBuilder().build()).usingRecursiveComparison().isEqualTo(own);
        request.toBuilder().extra("fake", "b", 2).build();
        own.toBuilder().header("X-Other", "red").build();
        assertThat(request.extras("fake")).containsOnlyKeys("a");
        assertThat(own.headers()).containsOnlyKeys("X-Team");
    }

    @Test
    void labelsCanBeReplaced() {
        ChatRequest request = ChatRequest.builder().user("Hello").tag("a", "1").build();
        assertThat(request.toBuilder().tags(Map.of("b", "2")).build().tags()).containsExactly(Map.entry("b", "2"));
        assertThat(request.toBuilder().tags(Map.of()).build()).isEqualTo(ChatRequest.of("Hello"));
    }

    @Test
    void aCopyIsIndependent() {
        ChatRequest request = ChatRequest.builder()
                .user("Hello")
                .extra("fake", "a", 1)
                .tag("t", "1")
                .build();
        request.toBuilder().user("more").extra("fake", "b", 2).tag("u", "2").build();

        assertThat(request.messages()).hasSize(1);
        assertThat(request.extras("fake")).containsOnlyKeys("a");
        assertThat(request.tags()).containsOnlyKeys("t");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(builder -> builder.maxTokens(0), "maxTokens must be at least 1: 0"),
                mistake(builder -> builder.temperature(-0.1), "temperature must be 0 or more: -0.1"),
                mistake(builder -> builder.temperature(Double.NaN), "temperature must be 0 or more: NaN"),
                mistake(builder -> builder.temperature(Double.POSITIVE_INFINITY), "temperature must be 0 or more"),
                mistake(builder -> builder.topP(0), "topP must be more than 0 and at most 1: 0.0"),
                mistake(builder -> builder.topP(1.01), "topP must be more than 0 and at most 1: 1.01"),
                mistake(builder -> builder.topK(0), "topK must be at least 1: 0"),
                mistake(builder -> builder.stop("a", ""), "a stop text must not be empty"),
                mistake(builder -> builder.frequencyPenalty(Double.NaN), "frequencyPenalty must be a finite number"),
                mistake(builder -> builder.presencePenalty(Double.NaN), "presencePenalty must be a finite number"),
                mistake(builder -> builder.logprobs(-1), "logprobs must be 0 or more: -1"),
                mistake(builder -> builder.tools(TOOL, TOOL), "different names: [weather, weather]"),
                mistake(builder -> builder.deadline(Duration.ZERO), "the deadline must be more than zero: PT0S"),
                mistake(builder -> builder.extra("fake", "when", new Object()), "extra 'when' must be made of String"),
                mistake(builder -> builder.extra("fake", "when", Double.NaN), "finite Number, List and Map, not NaN"),
                mistake(builder -> builder.extra("fake", "when", null), "not null"),
                mistake(builder -> builder.extra("fake", "when", new AtomicInteger()), "AtomicInteger"),
                mistake(builder -> builder.messages(List.of()).build(), "a request needs at least one message"));
    }

    private static Arguments mistake(Consumer<ChatRequestBuilder> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatNoProviderTakesFailsAtOnceAndSaysWhy(Consumer<ChatRequestBuilder> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.accept(ChatRequest.builder().user("Hello")))
                .withMessageContaining(message);
    }

    @Test
    void extrasAreDeepCopies() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        ChatRequest request =
                ChatRequest.builder().user("Hello").extra("fake", "map", map).build();
        list.add("b");
        map.clear();

        assertThat(request.extras("fake")).isEqualTo(Map.of("map", Map.of("list", List.of("a"))));
        assertThat(request.extras("other")).isEmpty();
        assertThatNothingChanges(request.extras("fake"));
    }

    private static void assertThatNothingChanges(Map<String, Object> extras) {
        assertThat(extras).isUnmodifiable();
        assertThat((Map<?, ?>) extras.get("map")).isUnmodifiable();
    }

    @Test
    void embeddingRequestsAreCheckedToo() {
        assertThatIllegalArgumentException().isThrownBy(EmbeddingRequest::of);
        EmbeddingRequest.Builder builder = EmbeddingRequest.builder(List.of("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.dimensions(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.deadline(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.extra("fake", "x", new Object()));
        EmbeddingRequest request = builder.dimensions(3)
                .purpose(EmbeddingRequest.Purpose.QUERY)
                .truncate(true)
                .build();
        assertThat(request.dimensions()).hasValue(3);
        assertThat(request.purpose()).hasValue(EmbeddingRequest.Purpose.QUERY);
        assertThat(request.truncate()).hasValue(true);
    }
}
