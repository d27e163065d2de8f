package dev.llmdriver.error;

import java.util.Locale;

/**
 * What went wrong, in a word. There is one leaf class of {@link LlmException} for each kind. Telemetry's {@code error.type} uses
 * these and nothing else. May gain values.
 */
public enum ErrorKind {
    /** The key is missing, wrong or revoked. */
    AUTHENTICATION(Advice.FIX_KEY),
    /** The key is good but not for this. */
    PERMISSION_DENIED(Advice.FIX_KEY),
    /** Credits or a daily or plan quota are used up. */
    QUOTA_EXHAUSTED(Advice.NEXT_TARGET),
    /** Too many requests or tokens in a short time. */
    RATE_LIMITED(Advice.WAIT_THEN_RETRY),
    /** No such model, or it is not served to this caller. */
    MODEL_NOT_FOUND(Advice.NEXT_TARGET),
    /** The model was there and has been withdrawn. */
    MODEL_RETIRED(Advice.NEXT_TARGET),
    /** The model cannot hold a conversation. */
    NOT_CHAT_MODEL(Advice.NEXT_TARGET),
    /** The provider is still loading the model. */
    MODEL_LOADING(Advice.WAIT_THEN_RETRY),
    /** The provider has more work than it can do. */
    OVERLOADED(Advice.RETRY),
    /** The endpoint is paused or broken until a person acts. */
    ENDPOINT_UNAVAILABLE(Advice.NEXT_TARGET),
    /** The provider failed. */
    SERVER_ERROR(Advice.RETRY),
    /** The provider does not take this request. */
    INVALID_REQUEST(Advice.REPAIR),
    /** The conversation is longer than the model's context. */
    CONTEXT_LENGTH(Advice.LARGER_CONTEXT),
    /** The provider refuses to answer this content. */
    CONTENT_BLOCKED(Advice.STOP),
    /** No connection came about. */
    CONNECT_FAILED(Advice.RETRY),
    /** A clock of ours ran out. */
    TIMEOUT(Advice.RETRY),
    /** The answer was cut off, or ended without its end mark. */
    STREAM_INTERRUPTED(Advice.RETRY),
    /** The answer cannot be understood. */
    MALFORMED_RESPONSE(Advice.RETRY),
    /** The configuration is wrong. */
    CONFIGURATION(Advice.STOP),
    /** The driver or provider has nothing like it. */
    UNSUPPORTED(Advice.NEXT_TARGET),
    /** A limit or budget of ours does not admit the call. */
    LIMIT_EXCEEDED(Advice.NEXT_TARGET),
    /** Every target failed. */
    TARGETS_EXHAUSTED(Advice.STOP),
    /** The answer does not have the form that was asked for. */
    OUTPUT_INVALID(Advice.REPAIR),
    /** The caller gave up. */
    CANCELLED(Advice.STOP);

    private final Advice advice;

    ErrorKind(Advice advice) {
        this.advice = advice;
    }

    /** {@return what is best done after this kind of error, where the provider's answer says nothing better} */
    public Advice advice() {
        return advice;
    }

    /** {@return the name as it stands in JSON and telemetry, such as {@code rate_limited}} */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Written out, as references to constructors would be loaded with their classes by whoever never sees an error. */
    LlmException create(ErrorDetails details) {
        return switch (this) {
            case AUTHENTICATION -> new AuthenticationException(details);
            case PERMISSION_DENIED -> new PermissionDeniedException(details);
            case QUOTA_EXHAUSTED -> new QuotaExhaustedException(details);
            case RATE_LIMITED -> new RateLimitException(details);
            case MODEL_NOT_FOUND -> new ModelNotFoundException(details);
            case MODEL_RETIRED -> new ModelRetiredException(details);
            case NOT_CHAT_MODEL -> new NotChatModelException(details);
            case MODEL_LOADING -> new ModelLoadingException(details);
            case OVERLOADED -> new OverloadedException(details);
            case ENDPOINT_UNAVAILABLE -> new EndpointUnavailableException(details);
            case SERVER_ERROR -> new ServerErrorException(details);
            case INVALID_REQUEST -> new InvalidRequestException(details);
            case CONTEXT_LENGTH -> new ContextLengthException(details);
            case CONTENT_BLOCKED -> new ContentBlockedException(details);
            case CONNECT_FAILED -> new ConnectFailedException(details);
            case TIMEOUT -> new LlmTimeoutException(details);
            case STREAM_INTERRUPTED -> new StreamInterruptedException(details);
            case MALFORMED_RESPONSE -> new MalformedResponseException(details);
            case CONFIGURATION -> new ConfigurationException(details);
            case UNSUPPORTED -> new UnsupportedException(details);
            case LIMIT_EXCEEDED -> new LimitExceededException(details);
            case TARGETS_EXHAUSTED -> new TargetsExhaustedException(details);
            case OUTPUT_INVALID -> new OutputInvalidException(details);
            case CANCELLED -> new CancelledException(details);
        };
    }
}
