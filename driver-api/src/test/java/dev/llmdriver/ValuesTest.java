package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values that requests and answers are made of. */
class ValuesTest {
    private static final ModelRef REF = new ModelRef("fake", "model");

    @Test
    void aMessageJoinsItsTexts() {
        Message message = Message.builder(Role.ASSISTANT)
                .part(Reasoning.of("hm"))
                .text("Hal")
                .part(ToolCall.of("1", "weather", "{}"))
                .text("lo")
                .build();

        assertThat(message.text()).isEqualTo("Hallo");
        assertThat(message.reasoning()).isEqualTo("hm");
        assertThat(message.parts(ToolCall.class)).hasSize(1);
        assertThat(message.parts()).isUnmodifiable();
    }

    @Test
    void aLateTextIsMadeOnceAndOnlyIfAskedFor() {
        AtomicInteger made = new AtomicInteger();
        Text text = Text.of(() -> "Hallo" + made.incrementAndGet());
        Reasoning reasoning = Reasoning.of(() -> "hm" + made.incrementAndGet());

        assertThat(made).hasValue(0);
        assertThat(text.text()).isEqualTo("Hallo1").isSameAs(text.text());
        assertThat(text).isEqualTo(Text.of("Hallo1")).hasSameHashCodeAs(Text.of("Hallo1"));
        assertThat(text).hasToString("Text[6 characters]");
        assertThat(reasoning).isEqualTo(Reasoning.of("hm2"));
        assertThat(made).hasValue(2);
    }

    @Test
    void mediaKeepsItsOwnBytes() {
        byte[] bytes = {1, 2, 3};
        Media media = Media.of("IMAGE/PNG", bytes);
        bytes[0] = 9;
        media.bytes().orElseThrow()[1] = 9;

        assertThat(media.mimeType()).isEqualTo("image/png");
        assertThat(media.bytes().orElseThrow()).containsExactly(1, 2, 3);
        assertThat(media.base64()).hasValue("AQID");
        assertThat(media).isEqualTo(Media.of("image/png", new byte[] {1, 2, 3}));
        assertThat(Media.of("image/png", URI.create("https://host/a.png")).base64())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image", "image/", "/png", "image/png; q=1", "a b/c", "image/png\r\nX: y"})
    void aMimeTypeIsAMimeType(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Media.of(type, new byte[0]))
                .withMessageContaining("such as image/png");
    }

    @Test
    void aMediaAddressIsAbsolute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Media.of("image/png", URI.create("a.png")))
                .withMessageContaining("absolute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a/b"})
    void aToolsNameIsOneThatProvidersTake(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Tool(name, "", "{}"));
    }

    @Test
    void aToolResultAnswersItsCall() {
        ToolCall call = ToolCall.of("1", "weather", "{}");

        assertThat(ToolResult.of(call, "sun")).isEqualTo(ToolResult.of("1", "weather", "sun"));
        assertThat(ToolResult.error(call, "no")).isNotEqualTo(ToolResult.of(call, "no"));
        assertThat(ToolResult.error(call, "no").isError()).isTrue();
    }

    @Test
    void providerDataBelongsToItsDriverAndModel() {
        ProviderData data = new ProviderData("fake", "model", "{}");

        assertThat(data.belongsTo("fake", "model")).isTrue();
        assertThat(data.belongsTo("fake", "other")).isFalse();
        assertThat(data.belongsTo("other", "model")).isFalse();
        assertThat(Text.of("a").withProviderData(data)).isNotEqualTo(Text.of("a"));
        assertThat(Reasoning.of("a").withProviderData(data).providerData()).hasValue(data);
    }

    @Test
    void usageSaysOnlyWhatTheProviderSaid() {
        Usage usage = Usage.builder().output(3).build();

        assertThat(usage.input()).isEmpty();
        assertThat(usage.total()).isEmpty();
        assertThat(usage.output()).hasValue(3);
        assertThat(usage.asPartial().isPartial()).isTrue();
        assertThat(usage.asPartial()).isNotEqualTo(usage);
        assertThat(Usage.of(2, 3).total()).hasValue(5);
    }

    @Test
    void laterCountersOverwriteEarlierOnes() {
        assertThat(Usage.builder().output(3).output(5).build().output()).hasValue(5);
        assertThat(Usage.builder().output(3).output(-5).build().output()).hasValue(3);
        assertThat(Usage.builder().input(-1).build().input()).isEmpty();
    }

    @Test
    void timeoutsFillWhatIsNotSet() {
        Timeouts own = Timeouts.unset().withIdle(Duration.ofSeconds(1));
        Timeouts defaults = Timeouts.unset()
                .withConnect(Duration.ofSeconds(5))
                .withFirstToken(Duration.ofSeconds(60))
                .withIdle(Duration.ofSeconds(120));

        assertThat(own.orElse(defaults)).isEqualTo(defaults.withIdle(Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> own.withConnect(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> own.withFirstToken(Duration.ofSeconds(-1)));
    }

    @Test
    void whatNobodySaidOfACapabilityIsUnknown() {
        Capabilities some = Capabilities.unknown().with(Support.YES, Capability.TOOLS, Capability.JSON);

        assertThat(some.of(Capability.TOOLS)).isEqualTo(Support.YES);
        assertThat(some.of(Capability.SEED)).isEqualTo(Support.UNKNOWN);
        assertThat(some.with(Support.NO, Capability.TOOLS).of(Capability.TOOLS)).isEqualTo(Support.NO);
        assertThat(Capabilities.unknown().known()).isEmpty();
    }

    @Test
    void notableFatesBecomeWarnings() {
        FieldFate dropped = new FieldFate("seed", FieldFate.Fate.DROPPED, "the provider has none");

        assertThat(dropped.isNotable()).isTrue();
        assertThat(Warning.of(dropped)).isEqualTo(new Warning("dropped", "seed", "seed: the provider has none"));
        assertThat(new FieldFate("topP", FieldFate.Fate.RENAMED, "").isNotable())
                .isFalse();
        assertThat(new FieldFate("topP", FieldFate.Fate.SENT, "").isNotable()).isFalse();
    }

    @Test
    void moneyIsWholeNanoDollars() {
        assertThat(Price.ofDollarsPerMillion(0.15, 0.6)).isEqualTo(new Price(150_000_000, 600_000_000));
    }

    @Test
    void whatCommitsIsContent() {
        assertThat(List.of(
                        new ChatEvent.TextDelta(0, "a"),
                        new ChatEvent.ReasoningDelta(0, "a"),
                        new ChatEvent.ToolCallDelta(0, "a", ""),
                        new ChatEvent.ToolCallReady(0, ToolCall.of("1", "a", "{}"))))
                .allMatch(ChatEvent::isContent);
        assertThat(List.of(
                        ChatEvent.Waiting.of(ChatEvent.WaitReason.QUEUE, Duration.ZERO),
                        new ChatEvent.Started(REF),
                        new ChatEvent.Other("ping", "{}")))
                .noneMatch(ChatEvent::isContent);
    }

    @Test
    void anAnswersCopyHasEverything() {
        ChatResponse answer = ChatResponse.builder(
                        REF, Message.assistant("Hi"), new FinishReason(FinishReason.Kind.OTHER, "eos"))
                .usage(Usage.of(1, 2))
                .logprobs(List.of(new TokenLogprob("Hi", -0.1, List.of())))
                .citations(List.of(new Citation("https://host", "", "")))
                .servedModel("org/model")
                .servedBy("company")
                .responseId("a-1")
                .requestId("r-1")
                .warning(new Warning("dropped", "seed", "seed: no"))
                .timings(Timings.of(Duration.ofSeconds(1)))
                .rawJson("{}")
                .build();

        assertThat(answer.toBuilder().build()).usingRecursiveComparison().isEqualTo(answer);
        assertThat(answer.finishReason()).hasToString("OTHER(eos)");
    }
}
