package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.llmdriver.testkit.internal.ReplyPlan;
import dev.llmdriver.testkit.internal.Step;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * What a twin sends for one request, faults included. Immutable; a reply may be sent any number of times.
 *
 * <pre>{@code
 * Reply.json(200, "{\"ok\":true}")
 * Reply.sse().event("{\"n\":1}").delay(ofMillis(50)).event("{\"n\":2}").reset().build()
 * answer.with(r -> r.lineEnd("\r\n").splitEverywhere(42))   // any reply, made nastier
 * answer.firstEvents(2).stall().build()                     // silent after two events
 * }</pre>
 */
public final class Reply {
    private final ReplyPlan plan;

    Reply(ReplyPlan plan) {
        this.plan = plan;
    }

    /** {@return a builder: status 200, no headers, empty body} */
    public static ReplyBuilder builder() {
        return new ReplyBuilder();
    }

    /** {@return a builder for a stream of server-sent events} */
    public static ReplyBuilder sse() {
        return builder().contentType("text/event-stream").chunked();
    }

    /** {@return a builder for a stream of newline-delimited JSON} */
    public static ReplyBuilder ndjson() {
        return builder().contentType("application/x-ndjson").chunked();
    }

    /** {@return a JSON reply} */
    public static Reply json(int status, String json) {
        return builder()
                .status(status)
                .contentType("application/json")
                .write(json)
                .build();
    }

    /** {@return a plain text reply} */
    public static Reply text(int status, String text) {
        return builder()
                .status(status)
                .contentType("text/plain; charset=utf-8")
                .write(text)
                .build();
    }

    /** {@return the kind of page that proxies and content networks send} */
    public static Reply html(int status, String title) {
        return builder()
                .status(status)
                .contentType("text/html")
                .write("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n</body>\r\n</html>\r\n")
                .build();
    }

    /** {@return a reply without a body} */
    public static Reply empty(int status) {
        return builder().status(status).build();
    }

    /** {@return these bytes and nothing else, status line included; then the connection closes} */
    public static Reply raw(byte[] bytes) {
        return builder().raw().write(bytes).build();
    }

    /** {@return this text and nothing else, status line included; then the connection closes} */
    public static Reply raw(String text) {
        return raw(text.getBytes(UTF_8));
    }

    /** {@return bytes that are no HTTP, the same for the same seed} */
    public static Reply garbage(long seed) {
        byte[] noise = new byte[512];
        new Random(seed).nextBytes(noise);
        return raw(noise);
    }

    /** {@return silence: not even a status line, until the client leaves} */
    public static Reply silence() {
        return builder().stall().build();
    }

    /** {@return a connection closed in order, but without a word} */
    public static Reply hangUp() {
        return builder().cut().build();
    }

    /** {@return a connection reset without a word} */
    public static Reply resetConnection() {
        return builder().reset().build();
    }

    /** {@return a builder that starts from this reply} */
    public ReplyBuilder toBuilder() {
        return new ReplyBuilder(plan);
    }

    /** {@return this reply, changed} */
    public Reply with(UnaryOperator<ReplyBuilder> change) {
        return change.apply(toBuilder()).build();
    }

    /** {@return a builder with the steps up to and including the n-th event, for another end} */
    public ReplyBuilder firstEvents(int n) {
        return toBuilder().keepEvents(n);
    }

    /** {@return this reply without its last event, which is often the one that says that all is said} */
    public Reply withoutLastEvent() {
        return firstEvents(Math.max(0, eventCount() - 1)).build();
    }

    /** {@return how many events the script names; those made while sending are not counted} */
    public int eventCount() {
        return (int) plan.steps().stream().filter(Step.Event::counts).count();
    }

    /** {@return the events that the script names, the lines of each joined; comments are none} */
    public List<String> events() {
        return plan.steps().stream()
                .filter(Step.Event::counts)
                .map(step -> String.join("\n", ((Step.Event) step).lines()))
                .toList();
    }

    /** {@return this reply with more steps after the n-th event} */
    public Reply insertAfter(int n, UnaryOperator<ReplyBuilder> steps) {
        ReplyBuilder longer = steps.apply(firstEvents(n));
        int kept = firstEvents(n).build().plan.steps().size();
        plan.steps().stream().skip(kept).forEach(longer::step);
        return longer.build();
    }

    /** {@return this reply with the text of each event's line and of each write changed} */
    public Reply mapText(UnaryOperator<String> change) {
        List<Step> changed = plan.steps().stream().map(step -> step.map(change)).toList();
        return new ReplyBuilder(plan).steps(changed).build();
    }

    /** {@return the status code} */
    public int status() {
        return plan.status();
    }

    /** {@return the body before anything is done to it; only for one that is written down whole} */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Bytes data) {
                text.append(new String(data.bytes(), UTF_8));
            }
        }
        return text.toString();
    }

    ReplyPlan plan() {
        return plan;
    }
}
