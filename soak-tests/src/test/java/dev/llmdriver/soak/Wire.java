package dev.llmdriver.soak;

import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.GeminiReplies;
import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.OllamaDialect;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.OllamaTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.RetryHint;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.WireTwin;
import java.time.Duration;

/** A provider's protocol: how its twin says things. */
enum Wire {
    HUGGINGFACE("twin/echo", "twin/embedder") {
        @Override
        WireTwin start() {
            return HuggingFaceTwin.start().dialect(HuggingFaceDialect.TGI_3_3);
        }

        @Override
        boolean asksForStream(RecordedRequest request) {
            return request.json().path("stream").asBoolean();
        }

        @Override
        Reply unary(TwinAnswer answer) {
            return HuggingFaceDialect.TGI_3_3.unary(answer);
        }

        @Override
        Reply stream(TwinAnswer answer) {
            return HuggingFaceDialect.TGI_3_3.stream(answer);
        }

        @Override
        Reply overloaded() {
            return HuggingFaceErrors.overloaded();
        }

        @Override
        Reply rateLimited(Duration hint) {
            return HuggingFaceErrors.rateLimited(RetryHint.retryAfterMillis(hint.toMillis()));
        }

        @Override
        Reply failing(TwinAnswer soFar) {
            return HuggingFaceDialect.TGI_3_3.failing(soFar, TwinError.of(TwinError.Kind.GENERATION));
        }
    },
    GEMINI("gemini-twin", "gemini-twin-embedder") {
        @Override
        WireTwin start() {
            return GeminiTwin.start();
        }

        @Override
        boolean asksForStream(RecordedRequest request) {
            return request.path().endsWith(":streamGenerateContent");
        }

        @Override
        Reply unary(TwinAnswer answer) {
            return GeminiReplies.unary(answer);
        }

        @Override
        Reply stream(TwinAnswer answer) {
            return GeminiReplies.stream(answer);
        }

        @Override
        Reply overloaded() {
            return GeminiErrors.overloaded();
        }

        @Override
        Reply rateLimited(Duration hint) {
            return GeminiErrors.rateLimited(hint);
        }

        @Override
        Reply failing(TwinAnswer soFar) {
            return GeminiReplies.failing(soFar, GeminiErrors.internal());
        }
    },
    OLLAMA("twin", "twin-embedder") {
        @Override
        WireTwin start() {
            return OllamaTwin.start();
        }

        @Override
        boolean asksForStream(RecordedRequest request) {
            return request.json().path("stream").asBoolean(true)
                    && !request.path().endsWith("/embed");
        }

        @Override
        Reply unary(TwinAnswer answer) {
            return OllamaDialect.PARSER.unary(answer);
        }

        @Override
        Reply stream(TwinAnswer answer) {
            return OllamaDialect.PARSER.stream(answer);
        }

        @Override
        Reply overloaded() {
            return OllamaErrors.busy();
        }

        @Override
        Reply rateLimited(Duration hint) {
            return OllamaErrors.rateLimited(RetryHint.retryAfterMillis(hint.toMillis()));
        }

        @Override
        Reply failing(TwinAnswer soFar) {
            return OllamaDialect.PARSER.failing(soFar, OllamaErrors.runnerStopped());
        }
    };

    private final String chatModel;
    private final String embeddingModel;

    Wire(String chatModel, String embeddingModel) {
        this.chatModel = chatModel;
        this.embeddingModel = embeddingModel;
    }

    /** {@return the driver's id} */
    String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String chatModel() {
        return chatModel;
    }

    String embeddingModel() {
        return embeddingModel;
    }

    abstract WireTwin start();

    abstract boolean asksForStream(RecordedRequest request);

    abstract Reply unary(TwinAnswer answer);

    abstract Reply stream(TwinAnswer answer);

    abstract Reply overloaded();

    abstract Reply rateLimited(Duration hint);

    /** {@return a stream that begins with the answer and ends in an error} */
    abstract Reply failing(TwinAnswer soFar);
}
