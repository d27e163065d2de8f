package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.Attribute;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.spi.Option;
import dev.llmdriver.spi.Scheduler;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No type of the contract prints what people say, what models answer, or a key. */
class NothingPrintedTest {
    private static final String PLANTED = "PLANTED";
    private static final Secret SECRET = Secret.of(PLANTED);
    private static final ModelRef REF = new ModelRef("fake", "model");

    /** Types that print themselves and hold neither content nor keys: names, numbers, verdicts. */
    private static final Set<Class<?>> HARMLESS = Set.of(
            Attempt.class,
            AttemptLedger.class,
            Attribute.class,
            CallFuture.class,
            Capabilities.class,
            ChatEvent.Started.class,
            ChatEvent.Waiting.class,
            FieldFate.class,
            FinishReason.class,
            Health.class,
            LimitGauge.class,
            ModelInfo.class,
            ModelOffer.class,
            ModelRef.class,
            Price.class,
            ResponseFormat.Json.class,
            ResponseFormat.PlainText.class,
            Timeouts.class,
            Timings.class,
            TokenCount.class,
            ToolChoice.Auto.class,
            ToolChoice.Named.class,
            ToolChoice.None.class,
            ToolChoice.Required.class,
            Usage.class,
            Warning.class);

    static List<Object> planted() {
        List<Object> all = new ArrayList<>(parts());
        all.addAll(events());
        all.addAll(calls());
        all.addAll(wiring());
        return all;
    }

    private static List<Object> parts() {
        ProviderData data = new ProviderData("fake", "model", PLANTED);
        return List.of(
                data,
                Text.of(PLANTED).withProviderData(data),
                Reasoning.of(PLANTED).withProviderData(data),
                Media.of("image/png", PLANTED.getBytes(StandardCharsets.UTF_8)),
                Media.of("image/png", URI.create("https://host/" + PLANTED + "?key=" + PLANTED)),
                ToolCall.of("id", "name", PLANTED),
                ToolResult.of("id", "name", PLANTED),
                Message.user(PLANTED),
                Message.assistant(PLANTED),
                new Tool("name", PLANTED, PLANTED),
                new Citation(PLANTED, PLANTED, PLANTED),
                new TokenLogprob(PLANTED, -1, List.of(new TokenLogprob(PLANTED, -2, List.of()))),
                ResponseFormat.schema("name", PLANTED));
    }

    private static List<Object> events() {
        return List.of(
                new ChatEvent.TextDelta(0, PLANTED),
                new ChatEvent.ReasoningDelta(0, PLANTED),
                new ChatEvent.ToolCallDelta(0, "name", PLANTED),
                new ChatEvent.ToolCallReady(0, ToolCall.of("id", "name", PLANTED)),
                new ChatEvent.Other("ping", PLANTED),
                new ChatEvent.Finished(response()));
    }

    private static List<Object> calls() {
        CallOptions options = CallOptions.builder()
                .apiKey(SECRET)
                .baseUrl(URI.create("https://" + PLANTED + "@host/?key=" + PLANTED))
                .header("X-Key", PLANTED)
                .caller(PLANTED)
                .build();
        return List.of(
                SECRET,
                Secret.from(() -> PLANTED),
                options,
                ChatRequest.builder()
                        .system(PLANTED)
                        .user(PLANTED)
                        .stop(PLANTED)
                        .tag("tag", PLANTED)
                        .extra("fake", "key", PLANTED)
                        .tools(new Tool("name", PLANTED, PLANTED))
                        .responseFormat(ResponseFormat.schema("name", PLANTED))
                        .callOptions(options)
                        .build(),
                response(),
                EmbeddingRequest.builder(List.of(PLANTED)).callOptions(options).build(),
                EmbeddingResponse.builder(REF, List.of(new float[] {1})).build(),
                new Explanation("POST", "https://host/v1", Map.of("X-Prompt", PLANTED), PLANTED, List.of()),
                PartialAnswer.of(Message.assistant(PLANTED)),
                LlmException.builder(ErrorKind.SERVER_ERROR, "it broke")
                        .excerpt(PLANTED)
                        .partial(PartialAnswer.of(Message.assistant(PLANTED)))
                        .cause(new IllegalStateException(PLANTED))
                        .build());
    }

    private static List<Object> wiring() {
        return List.of(
                CommonOptions.API_KEY.withDefault(SECRET),
                DriverOptions.builder("fake")
                        .set("api-key", PLANTED)
                        .set(CommonOptions.API_KEY, SECRET)
                        .build(),
                CallContext.of(Scheduler.system()).with(Attribute.<String>named("prompt"), PLANTED));
    }

    private static ChatResponse response() {
        return ChatResponse.builder(REF, Message.assistant(PLANTED), new FinishReason(FinishReason.Kind.STOP, "stop"))
                .logprobs(List.of(new TokenLogprob(PLANTED, -1, List.of())))
                .citations(List.of(new Citation(PLANTED, PLANTED, PLANTED)))
                .rawJson(PLANTED)
                .build();
    }

    @Test
    void nothingPlantedIsPrinted() {
        assertThat(planted()).allSatisfy(each -> assertThat(each.toString()).doesNotContain(PLANTED));
    }

    @Test
    void whatPrintsItselfIsPlantedOrHarmless() throws Exception {
        Set<Class<?>> covered = new HashSet<>(HARMLESS);
        planted().forEach(each -> covered.add(each.getClass()));
        List<Class<?>> printing =
                apiTypes().filter(NothingPrintedTest::printsItself).toList();

        assertThat(printing).hasSizeGreaterThan(40);
        assertThat(covered).containsAll(printing);
    }

    @Test
    void secretsCannotBeWrittenOrCompared() {
        assertThat(SECRET).hasToString("Secret[****]").isNotInstanceOf(Serializable.class);
        assertThat(SECRET).isNotEqualTo(Secret.of(PLANTED));
        assertThat(SECRET.hashCode()).isNotEqualTo(PLANTED.hashCode());
        assertThat(Secret.class.getMethods())
                .filteredOn(method -> method.getDeclaringClass() == Secret.class)
                .as("no getter by which a mapper finds the key")
                .noneMatch(method -> method.getName().startsWith("get"));
    }

    @Test
    void aSecretIsReadAnewEachTime() {
        List<String> keys = new ArrayList<>(List.of("one", "two"));
        Secret rotating = Secret.from(() -> keys.remove(0));

        assertThat(List.of(rotating.reveal(), rotating.reveal())).containsExactly("one", "two");
        assertThat(Secret.of(" key\n").reveal()).isEqualTo("key");
    }

    private static boolean printsItself(Class<?> type) {
        try {
            return !type.isEnum()
                    && !Modifier.isAbstract(type.getModifiers())
                    && !Throwable.class.isAssignableFrom(type)
                    && type.getMethod("toString").getDeclaringClass() != Object.class
                    && type != Option.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Class<?>> apiTypes() throws IOException, URISyntaxException {
        Path classes = Path.of(ChatModel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/llmdriver"))) {
            List<Class<?>> types = files.map(classes::relativize)
                    .map(Path::toString)
                    .filter(file ->
                            file.endsWith(".class") && !file.contains("internal") && !file.endsWith("-info.class"))
                    .<Class<?>>map(NothingPrintedTest::load)
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .collect(Collectors.toList());
            return types.stream();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(file.replaceAll("\\.class$", "").replaceAll("[/\\\\]", "."));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
