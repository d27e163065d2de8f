package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** S, the wire under a stream. */
final class StreamWireRules {
    private static final String FOREIGN =
            "{\"type\":\"tck_unknown\",\"object\":\"tck.unknown\",\"tck\":{\"deep\":[1,null]}}";

    private final Scenario s;

    StreamWireRules(Scenario scenario) {
        s = scenario;
    }

    @Rule("S9")
    void contentIsPassedOnAsItComes() {
        Reply whole = s.wire().stream(Samples.ANSWER);
        int events = s.contentEvents(Samples.ANSWER);
        for (int n = 1; n <= events; n++) {
            s.twin().enqueue(whole.firstEvents(n).stall().build());
            EventLog log = s.stream(Samples.request());
            log.awaitText(Samples.textOf(whole.events().subList(0, n)));
            s.twin().takeRequest(Scenario.SOON);
            log.cancel();
        }
        for (int seed = 1; seed <= 3; seed++) {
            long same = seed;
            // With a gap, for the kernel joins pieces that are sent at once.
            s.twin()
                    .enqueue(s.wire().stream(Samples.WIDE)
                            .with(reply -> reply.splitEverywhere(same).gap(Duration.ofMillis(1))));
            EventLog log = s.stream(Samples.request());
            log.answer();
            Check.equal("the text of split characters", Samples.WIDE.text(), log.text());
        }
    }

    @Rule("S10")
    void demandReachesTheSocket() {
        TwinAnswer large = Samples.large(6_000, 4_096);
        s.twin().enqueue(s.wire().stream(large));
        EventLog log = s.stream(s.engine(), Samples.request(), 2).awaitEvents(2);
        long written = s.twin().awaitWriteBlocked(Duration.ofMillis(200), Scenario.SOON);
        Check.equal("the events that came for a demand of 2", 2, log.events().size());
        Check.that(
                written < large.text().length() / 2,
                "while nothing is asked for the driver must stop reading, but took " + written + " bytes");
        log.request(Long.MAX_VALUE);
        Check.equal(
                "the length of the text",
                large.text().length(),
                log.answer().text().length());
    }

    @Rule("S11")
    void splitsLineEndsAndCommentsChangeNothing() {
        Reply plain = s.wire().stream(Samples.WIDE);
        s.twin().enqueue(plain);
        ChatResponse expected = s.stream(Samples.request()).answer();
        for (Reply variant : variants(plain)) {
            s.twin().enqueue(variant);
            ChatResponse actual = s.stream(Samples.request()).answer();
            Check.equal("the message", Joined.parts(expected.message()), Joined.parts(actual.message()));
            Check.equal("the usage", expected.usage(), actual.usage());
            Check.equal("the finish reason", expected.finishReason(), actual.finishReason());
        }
    }

    private List<Reply> variants(Reply plain) {
        List<Reply> variants = new ArrayList<>();
        variants.add(plain.with(reply -> reply.byteOrderMark()));
        variants.add(plain.with(reply -> reply.lineEnd("\r\n").splitEverywhere(1)));
        variants.add(plain.with(reply -> reply.splitEverywhere(2).byteOrderMark()));
        variants.add(plain.with(reply -> reply.lineEnd("\r\n")));
        if (s.wire().sendsServerSentEvents()) {
            variants.add(plain.with(reply -> reply.lineEnd("\r")));
            variants.add(plain.with(reply -> reply.lineEnd("\r").splitEverywhere(3)));
            variants.add(commented(plain).with(reply -> reply.splitEverywhere(4)));
        }
        return variants;
    }

    private static Reply commented(Reply plain) {
        Reply commented = plain;
        for (int n = plain.eventCount(); n >= 1; n--) {
            commented = commented.insertAfter(n, reply -> reply.comment(" keep-alive"));
        }
        return commented;
    }

    @Rule("S12")
    void unknownEventsDoNotFailTheStream() {
        Reply plain = s.wire().stream(Samples.ANSWER);
        for (int n = 1; n <= s.contentEvents(Samples.ANSWER); n++) {
            s.twin().enqueue(plain.insertAfter(n, reply -> event(reply, FOREIGN)));
            EventLog log = s.stream(Samples.request());
            Check.equal("the text", Samples.ANSWER.text(), log.answer().text());
        }
        if (s.wire().sendsServerSentEvents()) {
            s.twin().enqueue(plain.insertAfter(1, reply -> reply.lines("event: tck_unknown", "data: " + FOREIGN)));
            Check.equal(
                    "the text",
                    Samples.ANSWER.text(),
                    s.stream(Samples.request()).answer().text());
        }
    }

    private ReplyBuilder event(ReplyBuilder reply, String json) {
        return s.wire().sendsServerSentEvents() ? reply.event(json) : reply.line(json);
    }

    @Rule("S13")
    void oneEventIsBounded() {
        long size = 256 << 20;
        ReplyBuilder one = s.wire().stream(Samples.ANSWER).firstEvents(1);
        Reply giant = (s.wire().sendsServerSentEvents() ? one.giantEvent(size) : one.giantLine(size)).build();
        s.twin().enqueue(giant);
        LlmException failure = s.stream(Samples.request()).failed();
        Check.equal("the kind of an event beyond the bound", ErrorKind.MALFORMED_RESPONSE, failure.kind());
        s.twin().awaitClosedByClient(Scenario.SOON);
    }

    @Rule("S14")
    void errorInsideTheStreamHasItsClass() {
        int known = 0;
        for (ErrorKind kind : ErrorDetailRules.API_KINDS) {
            Optional<Reply> failing = s.wire().failing(Samples.ANSWER, kind, "tck-detail");
            if (failing.isPresent()) {
                known++;
                s.twin().enqueue(failing.get());
                EventLog log = s.stream(Samples.request());
                LlmException failure = log.failed();
                Check.equal("the kind of an error inside a stream", kind, failure.kind());
                Check.equal("the partial text", Samples.ANSWER.text(), partialText(failure));
                Check.equal("the text that came", Samples.ANSWER.text(), log.text());
            }
        }
        Skip.unless(known > 0, "the provider has no errors inside streams");
    }

    private static String partialText(LlmException failure) {
        return failure.partial().map(partial -> partial.text()).orElse("");
    }

    @Rule("S15")
    void whatComesAfterTheLastContentIsInFinished() {
        TwinAnswer answer =
                Samples.ANSWER.toBuilder().usage(11, 13).finishReason("length").build();
        s.twin().enqueue(s.wire().stream(answer), s.wire().whole(answer));
        ChatResponse streamed = s.stream(Samples.request()).answer();
        ChatResponse whole = s.ask(Samples.request()).answer();
        Check.that(streamed.usage().isPresent(), "the usage must be in Finished");
        Check.equal("the usage", whole.usage(), streamed.usage());
        Check.equal("the finish reason", whole.finishReason(), streamed.finishReason());
        Check.equal("the response's id", whole.responseId(), streamed.responseId());
        if (Sent.text(s.wire().stream(answer)).contains("\"" + answer.id() + "\"")) {
            Check.equal("the response's id", answer.id(), streamed.responseId().orElse(""));
        }
        Check.equal("the served model", whole.servedModel(), streamed.servedModel());
    }

    @Rule("S16")
    void whatComesAfterTheTerminalEventIsIgnored() {
        Reply plain = s.wire().stream(Samples.ANSWER);
        int all = plain.eventCount();
        String again = plain.events().get(s.contentEvents(Samples.ANSWER) - 1).replaceFirst("^data: ?", "");
        for (String late : List.of(again, "{not json", FOREIGN)) {
            s.twin().enqueue(plain.insertAfter(all, reply -> event(reply, late)));
            EventLog log = s.stream(Samples.request());
            Check.equal("the text", Samples.ANSWER.text(), log.answer().text());
            Check.equal("the joined deltas", Samples.ANSWER.text(), log.text());
        }
    }
}
