package dev.llmdriver.testkit;

import dev.llmdriver.testkit.internal.OllamaWire;

/** How Ollama spells what it sends: by the way in which a model's calls are read, and by age. */
public enum OllamaDialect {
    /** A model whose output Ollama parses itself: each call in a line of its own, before the last. */
    PARSER,
    /** A model on its native chat template, from version 0.30 on: all calls in the last line. */
    TEMPLATE,
    /** Versions up to 0.12.5: calls without ids, and a 200 for what fails before the first token of a stream. */
    OLD;

    /** {@return the answer of {@code /api/chat} in one piece} */
    public Reply unary(TwinAnswer answer) {
        return OllamaWire.chat(this).unary(answer);
    }

    /** {@return the answer of {@code /api/chat} as lines} */
    public Reply stream(TwinAnswer answer) {
        return OllamaWire.chat(this).stream(answer).build();
    }

    /** {@return the failure as an HTTP error} */
    public Reply error(TwinError error) {
        return switch (error.kind()) {
            case UNAUTHORIZED -> OllamaErrors.unauthorized();
            case INVALID -> OllamaErrors.error(400, error.detail());
            case CONTEXT_LENGTH -> OllamaErrors.contextLength(5000, 4096);
            case UNKNOWN_MODEL -> OllamaErrors.modelNotFound(error.detail());
            case OVERLOADED -> OllamaErrors.busy();
            case LOADING -> OllamaErrors.loading();
            case GENERATION -> OllamaErrors.error(500, error.detail());
        };
    }

    /** {@return the same for a request that streams: what breaks while generating, old versions say in a 200} */
    public Reply errorInStream(TwinError error) {
        boolean late = error.kind() == TwinError.Kind.GENERATION || error.kind() == TwinError.Kind.CONTEXT_LENGTH;
        return this == OLD && late ? failing(TwinAnswer.builder().build(), error) : error(error);
    }

    /** {@return a stream that begins with the answer so far, and then tells of the failure in its last line} */
    public Reply failing(TwinAnswer soFar, TwinError error) {
        return failing(soFar, error(error));
    }

    /** {@return the same with one of {@link OllamaErrors}} */
    public Reply failing(TwinAnswer soFar, Reply error) {
        OllamaWire wire = OllamaWire.chat(this);
        Reply whole = wire.stream(soFar).build();
        return whole.firstEvents(wire.linesBeforeTheEnd(soFar))
                .line(error.text())
                .build();
    }
}
