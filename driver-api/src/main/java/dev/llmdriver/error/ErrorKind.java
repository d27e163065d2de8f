package dev.llmdriver.error;

import java.util.Locale;
import java.util.function.Function;

/**
 * What went wrong, in a word. There is one leaf class of {@link LlmException} for each kind. Telemetry's {@code error.type} uses
 * these and nothing else. May gain values.
 */
public enum ErrorKind {
    /** The key is missing, wrong or revoked. */
    AUTHENTICATION(Advice.FIX_KEY, AuthenticationException::new),
    /** The key is good but not for this. */
    PERMISSION_DENIED(Advice.FIX_KEY, PermissionDeniedException::new),
    /** Credits or a daily or plan quota are used up. */
    QUOTA_EXHAUSTED(Advice.NEXT_TARGET, QuotaExhaustedException::new),
    /** Too many requests or tokens in a short time. */
    RATE_LIMITED(Advice.WAIT_THEN_RETRY, RateLimitException::new),
    /** No such model, or it is not served to this caller. */
    MODEL_NOT_FOUND(Advice.NEXT_TARGET, ModelNotFoundException::new),
    /** The model was there and has been withdrawn. */
    MODEL_RETIRED(Advice.NEXT_TARGET, ModelRetiredException::new),
    /** The model cannot hold a conversation. */
    NOT_CHAT_MODEL(Advice.NEXT_TARGET, NotChatModelException::new),
    /** The provider is still loading the model. */
    MODEL_LOADING(Advice.WAIT_THEN_RETRY, ModelLoadingException::new),
    /** The provider has more work than it can do. */
    OVERLOADED(Advice.RETRY, OverloadedException::new),
    /** The endpoint is paused or broken until a person acts. */
    ENDPOINT_UNAVAILABLE(Advice.NEXT_TARGET, EndpointUnavailableException::new),
    /** The provider failed. */
    SERVER_ERROR(Advice.RETRY, ServerErrorException::new),
    /** The provider does not take this request. */
    INVALID_REQUEST(Advice.REPAIR, InvalidRequestException::new),
    /** The conversation is longer than the model's context. */
    CONTEXT_LENGTH(Advice.LARGER_CONTEXT, ContextLengthException::new),
    /** The provider refuses to answer this content. */
    CONTENT_BLOCKED(Advice.STOP, ContentBlockedException::new),
    /** No connection came about. */
    CONNECT_FAILED(Advice.RETRY, ConnectFailedException::new),
    /** A clock of ours ran out. */
    TIMEOUT(Advice.RETRY, LlmTimeoutException::new),
    /** The answer was cut off, or ended without its end mark. */
    STREAM_INTERRUPTED(Advice.RETRY, StreamInterruptedException::new),
    /** The answer cannot be understood. */
    MALFORMED_RESPONSE(Advice.RETRY, MalformedResponseException::new),
    /** The configuration is wrong. */
    CONFIGURATION(Advice.STOP, ConfigurationException::new),
    /** The driver or provider has nothing like it. */
    UNSUPPORTED(Advice.NEXT_TARGET, UnsupportedException::new),
    /** A limit or budget of ours does not admit the call. */
    LIMIT_EXCEEDED(Advice.NEXT_TARGET, LimitExceededException::new),
    /** Every target failed. */
    TARGETS_EXHAUSTED(Advice.STOP, TargetsExhaustedException::new),
    /** The answer does not have the form that was asked for. */
    OUTPUT_INVALID(Advice.REPAIR, OutputInvalidException::new),
    /** The caller gave up. */
    CANCELLED(Advice.STOP, CancelledException::new);

    private final Advice advice;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference: it has no state
    private final Function<ErrorDetails, LlmException> factory;

    ErrorKind(Advice advice, Function<ErrorDetails, LlmException> factory) {
        this.advice = advice;
        this.factory = factory;
    }

    /** {@return what is best done after this kind of error, where the provider's answer says nothing better} */
    public Advice advice() {
        return advice;
    }

    /** {@return the name as it stands in JSON and telemetry, such as {@code rate_limited}} */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    LlmException create(ErrorDetails details) {
        return factory.apply(details);
    }
}
