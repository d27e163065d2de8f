package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Client;
import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.benchmarks.Tokens;
import dev.llmdriver.benchmarks.Wall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One whole answer, kept to be compared character by character. */
final class Answer implements Sink {
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long firstAt;
    private volatile @Nullable Throwable failure;

    @Override
    public void text(String delta) {
        if (firstAt == 0) {
            firstAt = Wall.now();
        }
        text.append(delta);
    }

    @Override
    public void done() {
        end.countDown();
    }

    @Override
    public void fail(Throwable cause) {
        failure = cause;
        end.countDown();
    }

    /** Whether the end came in time. */
    boolean await() throws InterruptedException {
        return end.await(30, TimeUnit.SECONDS);
    }

    long firstAt() {
        return firstAt;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    private boolean isVariant(int tokens) {
        return IntStream.range(0, Tokens.VARIANTS)
                .anyMatch(variant -> Tokens.text(tokens, variant).contentEquals(text));
    }

    /** Where the text departs from that of so many tokens; null where it does not. */
    @Nullable
    String difference(int tokens) {
        String wanted = Tokens.text(tokens);
        String got = text.toString();
        if (wanted.equals(got)) {
            return null;
        }
        int at = 0;
        while (at < Math.min(wanted.length(), got.length()) && wanted.charAt(at) == got.charAt(at)) {
            at++;
        }
        return "at character " + at + ": wanted …" + around(wanted, at) + "… got …" + around(got, at) + "… lengths "
                + wanted.length() + " and " + got.length();
    }

    /** Asks once before anything is timed, and fails where the text is not the one that was sent. */
    static void verify(Client client, boolean stream, String model, int tokens) throws Exception {
        Answer answer = new Answer();
        if (stream) {
            client.stream(model, Requests.PROMPT, answer);
        } else {
            client.call(model, Requests.PROMPT, answer);
        }
        if (!answer.await()) {
            throw new IllegalStateException("the first request never ended");
        }
        Throwable failure = answer.failure;
        if (failure != null) {
            throw new IllegalStateException("the first request failed: " + failure, failure);
        }
        String difference = answer.difference(tokens);
        if (difference != null && (stream || !answer.isVariant(tokens))) {
            throw new IllegalStateException("WRONG " + difference);
        }
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, Math.min(at, text.length()) - 20), Math.min(text.length(), at + 20));
    }
}
