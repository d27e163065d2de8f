package dev.llmdriver.server.internal.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server itself says no to. The message is for the caller, and quotes nothing of a body. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    private Refusal(int status, String message, @Nullable String param, @Nullable String code) {
        super(message, null, false, false); // no fault of ours, so nobody looks at the stack
        this.status = status;
        this.param = param;
        this.code = code;
    }

    /** {@return a refusal of a field of the request} */
    public static Refusal invalid(String param, String message) {
        return new Refusal(400, message, param, null);
    }

    /** {@return a refusal of the request as a whole} */
    public static Refusal of(int status, String message) {
        return new Refusal(status, message, null, null);
    }

    /** {@return a refusal of somebody who did not say who he is, or not so that it can be believed} */
    public static Refusal unauthorized(String message) {
        return new Refusal(401, message, null, "invalid_api_key");
    }

    /** {@return what is told to whom the end of the server keeps from an answer} */
    public static Refusal ending() {
        return of(503, "The server is shutting down; ask another one, or try again later.");
    }

    /** {@return a refusal with a word for programs} */
    public static Refusal of(int status, String message, String param, String code) {
        return new Refusal(status, message, param, code);
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the field that is wrong, such as {@code messages[0].content}} */
    public Optional<String> param() {
        return Optional.ofNullable(param);
    }

    /** {@return the word for programs} */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }
}
