package dev.llmdriver.testkit.tck;

import static dev.llmdriver.Capability.AUDIO_INPUT;
import static dev.llmdriver.Capability.DOCUMENT_INPUT;
import static dev.llmdriver.Capability.IMAGE_INPUT;
import static dev.llmdriver.Capability.VIDEO_INPUT;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Mode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Looks whether a driver shows what it claims, and claims what it shows. */
final class Claims {
    private static final Set<Capability> MEDIA = Set.of(IMAGE_INPUT, AUDIO_INPUT, VIDEO_INPUT, DOCUMENT_INPUT);

    private final Scenario s;

    Claims(Scenario scenario) {
        s = scenario;
    }

    /** Fails if the driver claims what it does not show, or the other way round. */
    void check(Capability capability) {
        boolean claimed = s.tck().capabilities().contains(capability);
        boolean shown = shows(capability);
        Check.that(
                claimed == shown,
                claimed
                        ? "the driver claims " + capability + " but does not show it"
                        : "the driver shows " + capability + " but does not claim it");
        Skip.unless(claimed, "neither claimed nor shown");
    }

    private boolean shows(Capability capability) {
        if (MEDIA.contains(capability)) {
            return takes(Refusals.withMedia(Objects.requireNonNull(Refusals.MEDIA.get(capability))));
        }
        return switch (capability) {
            case STREAMING -> streams();
            case SYSTEM_MESSAGES -> instructs();
            case TOOLS -> sends("tools", Fields.withTools().build());
            case TOOL_CHOICE -> sends("toolChoice", Fields.with("toolChoice"));
            case PARALLEL_TOOL_CALLS -> sends("parallelToolCalls", Fields.with("parallelToolCalls"));
            case JSON -> sends("responseFormat", format(new ResponseFormat.Json()));
            case JSON_SCHEMA ->
                sends("responseFormat", format(new ResponseFormat.JsonSchema("tck", Samples.SCHEMA, true)));
            case REASONING -> thinks();
            case SEED -> sends("seed", Fields.with("seed"));
            case LOGPROBS -> sends("logprobs", Fields.with("logprobs"));
            case TOKEN_COUNTING -> counts();
            case EMBEDDINGS -> embeds();
            default -> throw new Skip("the kit does not know how " + capability + " is shown");
        };
    }

    private static ChatRequest format(ResponseFormat format) {
        return Samples.request().toBuilder().responseFormat(format).build();
    }

    private boolean sends(String field, ChatRequest request) {
        try {
            List<FieldFate> fates = s.engine().explain(request, Mode.GENERATE).fields();
            Fate fate = RequestRules.fate(fates, field);
            return fate != Fate.DROPPED && fate != Fate.EMULATED;
        } catch (UnsupportedException refused) {
            return false;
        }
    }

    private boolean takes(ChatRequest request) {
        try {
            s.engine().explain(request, Mode.GENERATE);
            return true;
        } catch (UnsupportedException refused) {
            return false;
        }
    }

    private boolean streams() {
        s.twin().enqueue(s.wire().stream(Samples.ANSWER));
        EventLog log = s.stream(Samples.request());
        log.answer();
        return log.contents() > 1;
    }

    private boolean instructs() {
        ChatRequest request =
                ChatRequest.builder().system("tck-instruction").user("x").build();
        return s.engine().explain(request, Mode.GENERATE).fields().stream().noneMatch(FieldFate::isNotable);
    }

    private boolean thinks() {
        TwinAnswer told = Samples.ANSWER.toBuilder().reasoning("first I think").build();
        s.twin().enqueue(s.wire().whole(told));
        return !s.ask(Samples.request()).answer().reasoning().isEmpty();
    }

    private boolean counts() {
        s.uncounted();
        if (s.tck().capabilities().contains(Capability.TOKEN_COUNTING)) {
            s.twin().enqueue(s.wire().tokenCount(1));
        }
        try {
            s.provider()
                    .chatModel(s.tck().chatModel())
                    .countTokens(Samples.request())
                    .join();
            return true;
        } catch (RuntimeException failure) {
            return LlmException.of(failure).kind() != ErrorKind.UNSUPPORTED;
        }
    }

    private boolean embeds() {
        try {
            s.provider().embeddingModel(s.tck().embeddingModel());
            return true;
        } catch (UnsupportedException refused) {
            return false;
        }
    }
}
