package dev.llmdriver.testkit.tck;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Mode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.Reply;
import java.time.Duration;
import java.util.List;

/** A. The harness compares the ledgers with the socket after every scenario, these too. */
final class AttemptRules {
    private final Scenario s;

    AttemptRules(Scenario scenario) {
        s = scenario;
    }

    @Rule("A1")
    void everyRequestIsOneEntry() {
        for (Mode mode : Scenario.modes()) {
            s.twin()
                    .enqueue(
                            s.reply(mode, Samples.ANSWER),
                            Reply.text(500, "no"),
                            Reply.hangUp(),
                            Reply.text(429, "no"));
            s.answer(mode, Samples.request());
            checkOneEach(mode);
            for (int i = 0; i < 3; i++) {
                s.fresh();
                s.failure(mode, Samples.request());
                checkOneEach(mode);
            }
            s.failure(mode, s.engine(s.open(ErrorRules.nobodyListens(), options -> options)), Samples.request());
            Check.empty("the attempts of a call that found no connection", s.lastAttempts());
        }
    }

    private void checkOneEach(Mode mode) {
        Check.equal(
                "the attempts of one call (" + mode + ")", 1, s.lastAttempts().size());
    }

    @Rule("A2")
    void entryTellsBeginningEndStatusAndRequestId() {
        String id = "tck-request-2";
        for (Mode mode : Scenario.modes()) {
            Reply answer = s.reply(mode, Samples.ANSWER);
            s.fresh();
            s.twin()
                    .enqueue(s.wire()
                            .requestIdHeader()
                            .map(name -> answer.with(reply -> reply.header(name, id)))
                            .orElse(answer));
            s.answer(mode, Samples.request());
            Attempt answered = s.lastAttempts().get(0);
            Check.that(answered.duration().isPresent(), "an entry must end with the answer: " + answered);
            Check.that(answered.error().isEmpty(), "an answer is no error: " + answered);
            Check.equal("status()", 200, answered.status().orElse(0));
            s.wire()
                    .requestIdHeader()
                    .ifPresent(name ->
                            Check.equal("requestId()", id, answered.requestId().orElse("")));
            checkFailures(mode);
        }
    }

    private void checkFailures(Mode mode) {
        s.fresh();
        s.twin().enqueue(Reply.text(500, "no"), Reply.hangUp());
        s.failure(mode, Samples.request());
        Attempt refused = s.lastAttempts().get(0);
        Check.equal("status()", 500, refused.status().orElse(0));
        Check.equal("error()", ErrorKind.SERVER_ERROR, refused.error().orElse(null));
        LlmException unanswered = s.failure(mode, Samples.request());
        Attempt silent = s.lastAttempts().get(0);
        Check.that(silent.status().isEmpty(), "without an answer there is no status: " + silent);
        Check.equal("error()", unanswered.kind(), silent.error().orElse(null));
        Check.that(silent.duration().isPresent(), "an entry must end with the failure: " + silent);
    }

    @Rule("A3")
    void redirectsAreAttemptsToo() {
        for (Mode mode : Scenario.modes()) {
            s.twin()
                    .on(
                            request -> request.query().contains("tck-redirected"),
                            request -> s.reply(mode, Samples.ANSWER));
            s.twin()
                    .enqueue(Reply.builder()
                            .status(307)
                            .header("location", s.twin().baseUri() + "/tck?tck-redirected=1")
                            .build());
            int before = s.requests();
            s.end(mode, Samples.request());
            Check.equal(
                    "the attempts of a redirected call (by the requests)",
                    s.requests() - before,
                    s.lastAttempts().size());
        }
    }

    @Rule("A4")
    void answersAndErrorsCarryTheirAttempts() {
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, Samples.ANSWER), Reply.text(500, "no"));
            ChatResponse answer = s.answer(mode, Samples.request());
            Check.equal(
                    "the answer's attempts",
                    s.lastAttempts().toString(),
                    answer.attempts().toString());
            LlmException failure = s.failure(mode, Samples.request());
            Check.equal(
                    "the error's attempts",
                    s.lastAttempts().toString(),
                    failure.attempts().toString());
            List<Attempt> attempts = failure.attempts();
            Check.equal(
                    "the last attempt's error",
                    failure.kind(),
                    attempts.get(attempts.size() - 1).error().orElse(null));
        }
    }

    @Rule("A5")
    void purposeAndWaitAreThoseOfTheContext() {
        Duration waited = Duration.ofSeconds(3);
        s.twin().enqueue(s.wire().whole(Samples.ANSWER), s.wire().stream(Samples.ANSWER));
        CallContext context = s.context();
        CallContext retry =
                context.with(CallContext.PURPOSE, Attempt.Purpose.RETRY).with(CallContext.WAITED, waited);
        Wait.value(s.engine().generate(Samples.request(), retry));
        EventLog log = new EventLog(context, Long.MAX_VALUE);
        s.engine().stream(Samples.request(), retry).subscribe(log);
        log.answer();
        Check.equal("the attempts", 2, context.ledger().attempts().size());
        for (Attempt attempt : context.ledger().attempts()) {
            Check.equal("purpose()", Attempt.Purpose.RETRY, attempt.purpose());
            Check.equal("waited()", waited, attempt.waited());
        }
    }

    @Rule("A6")
    void firstContentCommits() {
        s.twin().enqueue(s.wire().stream(Samples.ANSWER), Reply.text(500, "no"));
        EventLog log = s.stream(s.engine(), Samples.request(), 1);
        // Whatever was asked for has come when we look: content on its way to us has committed already.
        for (int asked = 1; log.awaitEvents(asked).contents() == 0; asked++) {
            Check.that(!log.context().isCommitted(), "committed before content: " + log.events());
            log.request(1);
        }
        Check.that(log.context().isCommitted(), "the first content must commit the call");
        log.request(Long.MAX_VALUE);
        log.answer();
        EventLog refused = s.stream(Samples.request());
        refused.failed();
        Check.that(!refused.context().isCommitted(), "a refused call must not be committed");
    }

    @Rule("A7")
    void requestOfWhichAByteWasWrittenIsNotSentAgain() {
        s.uncounted(); // the server hangs up on the second request without reading it
        for (Mode mode : Scenario.modes()) {
            int before = s.requests();
            s.twin().enqueue(s.wire().whole(Samples.ANSWER).with(reply -> reply.closeOnReuse()));
            s.fresh();
            s.ask(Samples.request()).answer();
            LlmException failure = s.failure(mode, Samples.request());
            Check.equal(
                    "the attempts of a call on a connection that died",
                    1,
                    failure.attempts().size());
            Check.equal("the requests that the server saw", before + 1, s.requests());
        }
    }
}
