package dev.llmdriver.testkit.internal;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.error.LlmException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

/** Checks of live scenarios. */
public final class LiveCheck {
    private LiveCheck() {}

    /** Fails with these words unless it holds. */
    public static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Fails unless both are equal. */
    public static void same(String what, Object expected, Object got) {
        that(expected.equals(got), "the " + what + " should be " + expected + ", but is " + got);
    }

    /** Fails unless there is an answer in words, whole or up to the limit of tokens, after one attempt. */
    public static void answer(ChatResponse response) {
        FinishReason.Kind kind = response.finishReason().kind();
        that(
                kind == FinishReason.Kind.STOP || kind == FinishReason.Kind.LENGTH,
                "an answer should end as STOP or LENGTH: " + response);
        that(
                !response.text().isBlank() || !response.reasoning().isBlank(),
                "an answer should say something: " + response);
        same("number of attempts", 1, response.attempts().size());
        response.usage()
                .ifPresent(usage -> that(
                        usage.input().orElse(1) > 0 && usage.output().orElse(1) > 0,
                        "usage should count what was asked and answered: " + usage));
    }

    /** {@return the error; fails if there is none} */
    public static LlmException failure(String what, Callable<?> call) {
        try {
            Object answer = call.call();
            throw new AssertionError(what + " should fail, but gave " + answer);
        } catch (LlmException | CompletionException failure) {
            return LlmException.of(failure);
        } catch (Exception other) {
            throw new AssertionError(what + " should fail with an LlmException", other);
        }
    }

    /** {@return whether this is the text of a JSON object} */
    public static boolean isJson(String text) {
        return Json.parseOrMissing(text).isObject();
    }
}
