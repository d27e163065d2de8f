package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.ReasoningSpelling;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinModel;
import java.util.Locale;

/** How the twins' own answers come from Hugging Face: under which name, and with which usage. */
final class HuggingFaceTalk {
    private HuggingFaceTalk() {}

    static TwinAnswer answer(ChatAsk ask, HuggingFaceDialect dialect, Catalogue catalogue) {
        TwinModel model = catalogue.find(ask.model());
        boolean thinks = model != null
                && model.kind() == TwinModel.Kind.REASONING
                && !ask.body().path("reasoning_effort").asText().equals("none");
        boolean older = dialect == HuggingFaceDialect.SGLANG || dialect == HuggingFaceDialect.LLAMA_CPP;
        TwinAnswer answer = ChatTalk.answer(ask.asked(thinks))
                .model(servedName(ask, dialect))
                .spelling(older ? ReasoningSpelling.REASONING_CONTENT : ReasoningSpelling.REASONING)
                .build();
        return withUsage(answer, ask, dialect).build();
    }

    /** Streams tell the usage when asked; some tell it anyway. What of it was thought, few tell. */
    private static TwinAnswer.Builder withUsage(TwinAnswer answer, ChatAsk ask, HuggingFaceDialect dialect) {
        boolean told = !ask.streams()
                || dialect == HuggingFaceDialect.CEREBRAS
                || ask.streamOptions().path("include_usage").asBoolean();
        TwinAnswer.Builder spelt = answer.toBuilder().withoutUsage();
        if (told) {
            answer.usage().ifPresent(usage -> spelt.usage(usage.input(), usage.output()));
        }
        return ask.streamOptions().path("continuous_usage_stats").asBoolean() ? spelt.runningUsage() : spelt;
    }

    /** Providers behind the router have names of their own for a model. */
    private static String servedName(ChatAsk ask, HuggingFaceDialect dialect) {
        return dialect.isRouter() ? ask.model().split(":", 2)[0].toLowerCase(Locale.ROOT) : ask.model();
    }
}
