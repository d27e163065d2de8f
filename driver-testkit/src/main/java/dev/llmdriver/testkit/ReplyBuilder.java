package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmdriver.testkit.internal.ReplyPlan;
import dev.llmdriver.testkit.internal.ReplyPlan.After;
import dev.llmdriver.testkit.internal.ReplyPlan.Framing;
import dev.llmdriver.testkit.internal.ReplyPlan.Limit;
import dev.llmdriver.testkit.internal.ReplyPlan.Split;
import dev.llmdriver.testkit.internal.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Reply}. Steps ({@link #write}, {@link #event}, {@link #delay}, …) happen in the order of the calls; the head
 * goes out with the first byte of the body, or where {@link #head()} stands, so that a delay before it delays the head. What is
 * said of the whole reply ({@link #cutAfter}, {@link #lineEnd}, {@link #gzip}, …) may be said anywhere. Not thread-safe.
 */
public final class ReplyBuilder {
    private static final int BLOCK = 32 << 10;

    private boolean raw;
    private int status = 200;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private @Nullable Framing framing;
    private @Nullable Long declaredLength;
    private final List<Step> steps = new ArrayList<>();
    private String lineEnd = "\n";
    private boolean byteOrderMark;
    private boolean gzip;
    private Duration pace = Duration.ZERO;
    private @Nullable Limit limit;
    private @Nullable Split split;
    private Duration gap = Duration.ZERO;
    private After after = After.KEEP;

    ReplyBuilder() {}

    ReplyBuilder(ReplyPlan plan) {
        raw = plan.raw();
        status = plan.status();
        headers.addAll(plan.headers());
        framing = plan.framing();
        declaredLength = plan.declaredLength();
        steps.addAll(plan.steps());
        lineEnd = plan.lineEnd();
        byteOrderMark = plan.byteOrderMark();
        gzip = plan.gzip();
        pace = plan.pace();
        limit = plan.limit();
        split = plan.split();
        gap = split == null ? Duration.ZERO : split.gap();
        after = plan.after();
    }

    /** {@return the reply} */
    public Reply build() {
        Split gapped = split == null ? null : new Split(split.sizes(), split.seed(), gap);
        return new Reply(new ReplyPlan(
                raw,
                status,
                List.copyOf(headers),
                framing,
                declaredLength,
                List.copyOf(steps),
                lineEnd,
                byteOrderMark,
                gzip,
                pace,
                limit,
                gapped,
                after));
    }

    // The head

    /** Sets the status code. */
    public ReplyBuilder status(int code) {
        status = code;
        return this;
    }

    /** Sets a header, in place of any of that name. */
    public ReplyBuilder header(String name, String value) {
        return withoutHeader(name).addHeader(name, value);
    }

    /** Adds a header beside any of that name. */
    public ReplyBuilder addHeader(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /** Sets the content type. */
    public ReplyBuilder contentType(String type) {
        return header("content-type", type);
    }

    /** Leaves out a header. */
    public ReplyBuilder withoutHeader(String name) {
        headers.removeIf(h -> h.getKey().equalsIgnoreCase(name));
        return this;
    }

    /** Adds headers that say when to come back. */
    public ReplyBuilder hint(RetryHint... hints) {
        for (RetryHint hint : hints) {
            header(hint.header(), hint.value());
        }
        return this;
    }

    /** Frames the body in chunks; the default for events and generated bodies. */
    public ReplyBuilder chunked() {
        framing = Framing.CHUNKED;
        return this;
    }

    /** Says neither length nor chunks: the body ends when the connection does. */
    public ReplyBuilder closeDelimited() {
        framing = Framing.CLOSE;
        return this;
    }

    /** Announces a length, true or not; by default it is the length of the body. */
    public ReplyBuilder contentLength(long bytes) {
        framing = Framing.LENGTH;
        declaredLength = bytes;
        return this;
    }

    ReplyBuilder raw() {
        raw = true;
        return this;
    }

    // Steps

    /** Sends the head now, although the body is not ready. */
    public ReplyBuilder head() {
        return step(Step.Head.SEND);
    }

    /** Sends bytes of the body. */
    public ReplyBuilder write(byte[] bytes) {
        return step(new Step.Bytes(bytes.clone()));
    }

    /** Sends text of the body as UTF-8. */
    public ReplyBuilder write(String text) {
        return write(text.getBytes(UTF_8));
    }

    /** Sends a server-sent event, {@code data: } before its text. */
    public ReplyBuilder event(String data) {
        return lines("data: " + data);
    }

    /** Sends a server-sent event made of these very lines, which may be no valid event at all. */
    public ReplyBuilder lines(String... lines) {
        return step(new Step.Event(List.of(lines)));
    }

    /** Sends a line of newline-delimited JSON: an event without a blank line after it. */
    public ReplyBuilder line(String json) {
        return step(new Step.Event(List.of(json), Step.Form.LINES));
    }

    /** Sends text just as it is, counted and paced like an event; for streams framed in another way. */
    public ReplyBuilder piece(String text) {
        return step(new Step.Event(List.of(text), Step.Form.AS_IS));
    }

    /** Sends a comment, as servers do to keep a silent stream alive. */
    public ReplyBuilder comment(String text) {
        return lines(":" + text);
    }

    /** Sends the event that closes OpenAI-like streams. */
    public ReplyBuilder done() {
        return event("[DONE]");
    }

    /** Says nothing for a while. */
    public ReplyBuilder delay(Duration time) {
        return step(new Step.Wait(time));
    }

    /** Says nothing any more, until the client leaves. */
    public ReplyBuilder stall() {
        return step(Step.Stop.STALL);
    }

    /** Closes the connection in order (FIN), whatever the head promised. */
    public ReplyBuilder cut() {
        return step(Step.Stop.CUT);
    }

    /** Resets the connection (RST). */
    public ReplyBuilder reset() {
        return step(Step.Stop.RESET);
    }

    /** Sends bytes in pieces with a gap after each. */
    public ReplyBuilder drip(byte[] bytes, int pieceSize, Duration gap) {
        for (int from = 0; from < bytes.length; from += pieceSize) {
            write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + pieceSize)));
            delay(gap);
        }
        return this;
    }

    /** Sends the first two of the three bytes of a euro sign. */
    public ReplyBuilder halfCharacter() {
        return write(Arrays.copyOf("€".getBytes(UTF_8), 2));
    }

    /** Sends a text again and again, made while it is sent: it may exceed the memory. */
    public ReplyBuilder repeat(String text, long times) {
        int perBlock = Math.max(1, BLOCK / Math.max(1, text.length()));
        byte[] block = text.repeat(perBlock).getBytes(UTF_8);
        byte[] rest = text.repeat((int) (times % perBlock)).getBytes(UTF_8);
        return step(new Step.Lazy(() -> LongStream.rangeClosed(0, times / perBlock)
                .mapToObj(i -> new Step.Bytes(i < times / perBlock ? block : rest))
                .iterator()));
    }

    /** Sends events whose data are made while they are sent; the iterator may be endless. */
    public ReplyBuilder events(Supplier<? extends Iterator<String>> data) {
        return step(Step.Lazy.each(data, text -> new Step.Event(List.of("data: " + text))));
    }

    /** Sends lines of newline-delimited JSON that are made while they are sent; the iterator may be endless. */
    public ReplyBuilder lineEach(Supplier<? extends Iterator<String>> json) {
        return step(Step.Lazy.each(json, text -> new Step.Event(List.of(text), Step.Form.LINES)));
    }

    /** Sends one event of about this many bytes. */
    public ReplyBuilder giantEvent(long bytes) {
        return write("data: {\"giant\":\"").repeat("x", bytes).write("\"}\n\n");
    }

    /** Sends one line of newline-delimited JSON of about this many bytes. */
    public ReplyBuilder giantLine(long bytes) {
        return write("{\"giant\":\"").repeat("x", bytes).write("\"}\n");
    }

    // The whole reply

    /** Says nothing at all for a while, not even the status line, and only then what was said so far. */
    public ReplyBuilder delayHead(Duration time) {
        steps.add(0, new Step.Wait(time));
        return this;
    }

    /** Sends the head at once and says nothing for a while before the body. */
    public ReplyBuilder delayBody(Duration time) {
        return delayHead(time).headFirst();
    }

    /** Sends the head before anything that was said so far, waits too. */
    public ReplyBuilder headFirst() {
        steps.add(0, Step.Head.SEND);
        return this;
    }

    /** Puts a comment before each event that was said so far. */
    public ReplyBuilder commentEach(String text) {
        Step comment = new Step.Event(List.of(":" + text));
        List<Step> mixed = steps.stream()
                .flatMap(step -> Step.Event.counts(step) ? Stream.of(comment, step) : Stream.of(step))
                .toList();
        steps.clear();
        steps.addAll(mixed);
        return this;
    }

    /** Ends the lines of events with this: {@code \n} (the default), {@code \r\n} or {@code \r}. */
    public ReplyBuilder lineEnd(String end) {
        lineEnd = end;
        return this;
    }

    /** Puts a byte-order mark before the body. */
    public ReplyBuilder byteOrderMark() {
        byteOrderMark = true;
        return this;
    }

    /** Compresses the body. */
    public ReplyBuilder gzip() {
        gzip = true;
        return this;
    }

    /** Waits before each event but the first. */
    public ReplyBuilder pace(Duration betweenEvents) {
        pace = betweenEvents;
        return this;
    }

    /** Closes the connection in order after this many bytes of the body, whatever the head promised. */
    public ReplyBuilder cutAfter(long bodyBytes) {
        limit = new Limit(bodyBytes, Step.Stop.CUT);
        return this;
    }

    /** Resets the connection after this many bytes of the body. */
    public ReplyBuilder resetAfter(long bodyBytes) {
        limit = new Limit(bodyBytes, Step.Stop.RESET);
        return this;
    }

    /** Falls silent after this many bytes of the body. */
    public ReplyBuilder stallAfter(long bodyBytes) {
        limit = new Limit(bodyBytes, Step.Stop.STALL);
        return this;
    }

    /** Sends the body in writes, and chunks, of these sizes; what is left is not cut. See {@link #gap}. */
    public ReplyBuilder split(int first, int... more) {
        List<Integer> sizes = IntStream.concat(IntStream.of(first), IntStream.of(more))
                .boxed()
                .toList();
        split = new Split(sizes, 0, Duration.ZERO);
        return this;
    }

    /** Sends everything, head and chunk borders too, in writes of one to seven bytes, the same for the same seed. */
    public ReplyBuilder splitEverywhere(long seed) {
        split = new Split(List.of(), seed, Duration.ZERO);
        return this;
    }

    /** Waits between the writes of a split reply; without it the receiver's kernel may join some of them. */
    public ReplyBuilder gap(Duration time) {
        gap = time;
        return this;
    }

    /** Closes the connection after the reply, although the head does not say so. */
    public ReplyBuilder closeAfter() {
        after = After.CLOSE;
        return this;
    }

    /** Keeps the connection, and closes it without a word on the next request. */
    public ReplyBuilder closeOnReuse() {
        after = After.CLOSE_ON_REUSE;
        return this;
    }

    /** Keeps the connection, and resets it on the next request. */
    public ReplyBuilder resetOnReuse() {
        after = After.RESET_ON_REUSE;
        return this;
    }

    ReplyBuilder withBody(byte[] body) {
        steps.clear();
        return write(body);
    }

    ReplyBuilder keepEvents(int n) {
        int keep = 0;
        for (int i = 0, seen = 0; i < steps.size() && seen < n; i++) {
            keep = i + 1;
            seen += Step.Event.counts(steps.get(i)) ? 1 : 0;
        }
        steps.subList(keep, steps.size()).clear();
        return this;
    }

    ReplyBuilder steps(List<Step> others) {
        steps.clear();
        steps.addAll(others);
        return this;
    }

    ReplyBuilder step(Step step) {
        steps.add(step);
        return this;
    }
}
