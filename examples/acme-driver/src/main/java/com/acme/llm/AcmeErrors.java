package com.acme.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.*;
import java.time.Duration;
import java.util.List;

/** Acme's errors: {@code {"fault":"code","text":"…","seconds":7}}. */
final class AcmeErrors {
    private static final ErrorTable TABLE = ErrorTable.of(List.of(
            row("who_are_you", ErrorKind.AUTHENTICATION, "Acme does not know the key", "check ACME_API_KEY"),
            row("empty_purse", ErrorKind.QUOTA_EXHAUSTED, "the account is empty", "pay at https://acme.example/purse"),
            row("too_fast", ErrorKind.RATE_LIMITED, "too many requests", "slow down"),
            row("no_such_model", ErrorKind.MODEL_NOT_FOUND, "Acme has no such model", "choose one of models()"),
            row("warming_up", ErrorKind.MODEL_LOADING, "the model is being loaded", "wait and ask again"),
            row("too_long", ErrorKind.CONTEXT_LENGTH, "the conversation is too long", "shorten it"),
            row("withheld", ErrorKind.CONTENT_BLOCKED, "Acme held the answer back", "ask otherwise"),
            row("nonsense", ErrorKind.INVALID_REQUEST, "Acme does not take the request", "correct it"),
            row("busy", ErrorKind.OVERLOADED, "Acme is overloaded", "try again")));

    private AcmeErrors() {}

    private static ErrorRow row(String code, ErrorKind kind, String summary, String remedy) {
        return ErrorRow.builder(code, kind, summary).code(code).remedy(remedy).build();
    }

    static LlmExceptionBuilder classify(ErrorFacts facts) {
        JsonNode fault = facts.json();
        ErrorFacts.Builder parsed = facts.toBuilder();
        parsed.code(fault.path("fault").asText()).message(fault.path("text").asText());
        if (fault.path("seconds").isNumber()) {
            parsed.retryAfter(Duration.ofSeconds(fault.path("seconds").asLong()));
        }
        return TABLE.classify(parsed.build());
    }
}
