package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.Mode;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** U. */
final class UsageRules {
    private static final TwinAnswer RUNNING =
            Samples.ANSWER.toBuilder().usage(7, 3).runningUsage().build();

    private static final TwinAnswer SILENT = RUNNING.toBuilder().withoutUsage().build();

    /** Numbers that stand nowhere else. */
    private static final int INPUT = 74_611;

    private static final int OUTPUT = 38_329;

    private final Scenario s;

    UsageRules(Scenario scenario) {
        s = scenario;
    }

    @Rule("U1")
    void nothingIsEstimated() {
        TwinAnswer untold = Samples.ANSWER.toBuilder().withoutUsage().build();
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, untold), s.reply(mode, Samples.ANSWER));
            Check.equal(
                    "usage() of an answer without any",
                    Optional.empty(),
                    s.answer(mode, Samples.request()).usage());
            Usage told = usage(s.answer(mode, Samples.request()));
            Check.equal("input()", OptionalLong.of(7), told.input());
            Check.equal("output()", OptionalLong.of(3), told.output());
        }
        s.step("a counter left out", this::countersAreCountedAlone);
    }

    private void countersAreCountedAlone() {
        for (Mode mode : Scenario.modes()) {
            Usage onlyOutput = usageWithout(mode, INPUT);
            Check.equal("input() that was not told", OptionalLong.empty(), onlyOutput.input());
            Check.equal("output()", OptionalLong.of(OUTPUT), onlyOutput.output());
            Usage onlyInput = usageWithout(mode, OUTPUT);
            Check.equal("output() that was not told", OptionalLong.empty(), onlyInput.output());
            Check.equal("input()", OptionalLong.of(INPUT), onlyInput.input());
        }
    }

    /** Takes the counter of this value out of an answer, whatever its name is. */
    private Usage usageWithout(Mode mode, int counter) {
        TwinAnswer told = Samples.ANSWER.toBuilder().usage(INPUT, OUTPUT).build();
        s.twin()
                .enqueue(s.reply(mode, told)
                        .mapText(text -> text.replaceAll("\"\\w+\"\\s*:\\s*" + counter + "\\b\\s*,?", "")
                                .replaceAll(",\\s*}", "}")));
        return usage(s.answer(mode, Samples.request()));
    }

    private static Usage usage(ChatResponse answer) {
        return answer.usage().orElseThrow(() -> new AssertionError("the usage that was told must be in the answer"));
    }

    @Rule("U2")
    void inputIncludesCachedAndOutputReasoning() {
        Skip.unless(!s.wire().usages().isEmpty(), "the provider counts input and output alone");
        s.wire().usages().forEach(this::check);
    }

    private void check(Reply reply, Usage expected) {
        s.twin().enqueue(reply);
        Check.equal("usage()", expected, usage(s.ask(Samples.request()).answer()));
    }

    @Rule("U3")
    void reportsThatAccumulateOverwrite() {
        s.twin().enqueue(s.wire().stream(RUNNING), s.wire().whole(Samples.ANSWER));
        Usage running = usage(s.stream(Samples.request()).answer());
        Check.equal("usage() after many reports", usage(s.ask(Samples.request()).answer()), running);
    }

    @Rule("U4")
    void totalIsTheProviders() {
        Map<Reply, Usage> all = s.wire().usages();
        boolean differs = false;
        for (Map.Entry<Reply, Usage> each : all.entrySet()) {
            Usage usage = each.getValue();
            long sum = usage.input().orElse(0) + usage.output().orElse(0);
            if (usage.total().isPresent() && usage.total().getAsLong() != sum) {
                differs = true;
                check(each.getKey(), usage);
            }
        }
        Skip.unless(differs, "the wire has no answer whose total is not the sum");
    }

    @Rule("U5")
    void usageIsFoundWhereverItStands() {
        s.twin().enqueue(s.wire().stream(Samples.ANSWER));
        Usage expected = usage(s.stream(Samples.request()).answer());
        Check.equal("output()", OptionalLong.of(3), expected.output());
        List<Reply> places = s.wire().usagePlaces(Samples.ANSWER);
        for (Reply place : places) {
            s.twin().enqueue(place);
            Check.equal(
                    "usage() from another place",
                    expected,
                    usage(s.stream(Samples.request()).answer()));
        }
    }

    @Rule("U6")
    void streamsAskForUsage() {
        s.twin().enqueue(s.wire().stream(Samples.ANSWER));
        s.stream(Samples.request()).answer();
        RecordedRequest request = s.twin().takeRequest(Scenario.SOON);
        Check.that(s.wire().asksForUsage(request), "a stream must ask for usage, but sent " + request.body());
    }

    @Rule("U7")
    void usageBeforeAnInterruptionIsPartial() {
        Reply unfinished = s.unfinished(RUNNING);
        Skip.unless(
                !unfinished.events().equals(s.unfinished(SILENT).events()),
                "the provider tells no usage before the end of a stream");
        s.twin().enqueue(unfinished);
        LlmException failure = s.stream(Samples.request()).failed();
        Usage usage = failure.partial()
                .flatMap(partial -> partial.usage())
                .orElseThrow(
                        () -> new AssertionError("usage seen before an interruption must be on the partial answer"));
        Check.that(usage.isPartial(), "it must be marked as partial: " + usage);
        Check.equal("input()", OptionalLong.of(7), usage.input());
    }
}
