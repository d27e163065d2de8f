package dev.llmdriver.resilience.chain;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A little play for two decorators: what a model answers, who calls and when, and what became of it in few words. */
final class Scene {
    private static final Duration LONG = Duration.ofHours(1);

    final ManualScheduler clock = new ManualScheduler();
    final Provider provider = new Provider(clock);
    final List<String> notes = new ArrayList<>();
    private final List<Answer> answers;
    private final List<Caller> callers = new ArrayList<>();

    Scene(Answer... answers) {
        this.answers = List.of(answers);
    }

    /** Lets somebody call, with these words. */
    Scene call(long second, String words) {
        return call(Plan.unary().at(Duration.ofSeconds(second)), words);
    }

    /** Lets somebody call. */
    Scene call(long... seconds) {
        Arrays.stream(seconds).forEach(second -> call(second, "Hello"));
        return this;
    }

    Scene call(Plan plan, String words) {
        callers.add(new Caller(plan, provider, request(words).build()));
        return this;
    }

    /** Lets somebody call who has more time than others. */
    Scene patientCall(long second, long deadlineSeconds) {
        ChatRequest request =
                request("Hello").deadline(Duration.ofSeconds(deadlineSeconds)).build();
        callers.add(new Caller(Plan.unary().at(Duration.ofSeconds(second)), provider, request));
        return this;
    }

    private static ChatRequestBuilder request(String words) {
        return ChatRequest.of(words).toBuilder()
                .maxTokens(Caller.MAX_TOKENS)
                .temperature(0.0)
                .callOptions(CallOptions.builder().caller("somebody").build());
    }

    /** {@return another model, to fall back to} */
    ChatEngine another(Answer answer) {
        return provider.engine(Schedule.ref(1), List.of(answer));
    }

    /** Plays it with the decorators where they belong. */
    String play(Part outer, Part inner) {
        return play(inner.installed().apply(outer.installed().apply(Part.bare())));
    }

    /** Plays it with each decorator in the place of the other. */
    String playSwapped(Part outer, Part inner) {
        return play(Part.bare().decorate(outer.slot(), inner.decorator()).decorate(inner.slot(), outer.decorator()));
    }

    private String play(Resilience.Builder builder) {
        ChatEngine engine = builder.build().over(provider.engine(Schedule.ref(0), answers));
        callers.forEach(caller -> clock.schedule(caller.plan.start(), () -> caller.begin(engine)));
        clock.advance(LONG);
        String sent = provider.socket.stream().map(this::describe).collect(Collectors.joining(" "));
        String ends = callers.stream().map(this::end).collect(Collectors.joining(", "));
        return String.join("; ", sent, ends) + (notes.isEmpty() ? "" : "; " + String.join(", ", notes));
    }

    private String describe(Sent sent) {
        String target = sent.ref.equals(Schedule.ref(0)) ? "" : "other";
        return caller(sent) + "@" + time(sent.at) + target
                + sent.key.map(label -> label).orElse("");
    }

    private String caller(Sent sent) {
        for (int i = 0; i < callers.size(); i++) {
            if (callers.get(i).call.callId().equals(sent.callId)) {
                return "" + (i + 1);
            }
        }
        throw new AssertionError("nobody's request: " + sent);
    }

    private String end(Caller caller) {
        return caller.isOver() ? word(caller.failure) + "@" + time(caller.endedAt) : "open";
    }

    /** {@return an outcome in a word} */
    static String word(@Nullable Throwable failure) {
        if (failure == null) {
            return "ok";
        }
        LlmException error = LlmException.of(failure);
        return error.reason().isEmpty() ? error.kind().wireName() : error.reason();
    }

    /** In seconds, from ten on in tens: hints are waited for a little longer than named. */
    static String time(long nanos) {
        long seconds = Duration.ofNanos(nanos).toSeconds();
        return "" + (seconds < 10 ? seconds : seconds / 10 * 10);
    }
}
