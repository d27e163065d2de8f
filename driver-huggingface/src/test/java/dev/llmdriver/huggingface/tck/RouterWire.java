package dev.llmdriver.huggingface.tck;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.tck.TckWire;
import java.time.Duration;
import java.util.Optional;

/** How the router and what stands behind it say things. */
final class RouterWire implements TckWire {
    private static final HuggingFaceDialect ROUTER = HuggingFaceDialect.ROUTER;

    @Override
    public Reply whole(TwinAnswer answer) {
        return ROUTER.unary(answer);
    }

    @Override
    public Reply stream(TwinAnswer answer) {
        return ROUTER.stream(answer);
    }

    /** The finish reason, the usage if any, and {@code [DONE]}. */
    @Override
    public int lastEvents(TwinAnswer answer) {
        return answer.usage().isPresent() ? 3 : 2;
    }

    @Override
    public Optional<Reply> error(ErrorKind kind, String detail) {
        return switch (kind) {
            case AUTHENTICATION -> Optional.of(HuggingFaceErrors.plain(401, "Invalid username or password. " + detail));
            case PERMISSION_DENIED -> Optional.of(HuggingFaceErrors.missingScope(detail));
            case QUOTA_EXHAUSTED -> Optional.of(HuggingFaceErrors.creditsExhausted());
            case RATE_LIMITED -> Optional.of(HuggingFaceErrors.rateLimited());
            case MODEL_NOT_FOUND -> Optional.of(HuggingFaceErrors.notServed(detail));
            case NOT_CHAT_MODEL -> Optional.of(HuggingFaceErrors.notChatModel(detail));
            case MODEL_LOADING -> Optional.of(HuggingFaceErrors.loading(detail, 20));
            case OVERLOADED -> Optional.of(HuggingFaceErrors.overloaded());
            case ENDPOINT_UNAVAILABLE -> Optional.of(HuggingFaceErrors.paused());
            case SERVER_ERROR -> Optional.of(ROUTER.error(new TwinError(TwinError.Kind.GENERATION, detail)));
            case INVALID_REQUEST -> Optional.of(ROUTER.error(new TwinError(TwinError.Kind.INVALID, detail)));
            case CONTEXT_LENGTH -> Optional.of(ROUTER.error(TwinError.of(TwinError.Kind.CONTEXT_LENGTH)));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Reply> failing(TwinAnswer soFar, ErrorKind kind, String detail) {
        return kind == ErrorKind.SERVER_ERROR
                ? Optional.of(ROUTER.failing(soFar, new TwinError(TwinError.Kind.GENERATION, detail)))
                : Optional.empty();
    }

    @Override
    public Optional<Reply> loading(Duration estimate) {
        return Optional.of(HuggingFaceErrors.loading("org/model", estimate.toMillis() / 1000.0));
    }

    @Override
    public Optional<String> requestIdHeader() {
        return Optional.of("x-request-id");
    }
}
