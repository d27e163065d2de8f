package dev.llmdriver.resilience.chain;

import static dev.llmdriver.resilience.chain.Answer.Kind.LOADING;
import static dev.llmdriver.resilience.chain.Answer.Kind.RATE_LIMITED;
import static dev.llmdriver.resilience.chain.Answer.Kind.SERVER_ERROR;

import dev.llmdriver.resilience.Resilience.Slot;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The plays for what each caller may ask for. All who call in a play do it for one caller, who has one request in a minute, or two. */
final class CallerOrders {
    private static final Answer OK = Answer.ok();
    private static final Answer BROKEN = Answer.of(SERVER_ERROR);
    private static final Answer LOADS = Answer.of(LOADING).hinting(Duration.ofSeconds(20));
    private static final Answer LIMITED = Answer.of(RATE_LIMITED).hinting(Duration.ofSeconds(20));

    private CallerOrders() {}

    private static Order inside(Supplier<Scene> scene, Function<Parts, Part> inner, String right, String wrong) {
        return new Order(scene, p -> p.callers(1, 0), inner, right, wrong);
    }

    private static Scene twice() {
        return new Scene(OK).call(0, 1);
    }

    static List<Order> all() {
        return List.of(
                new Order(
                        CallerOrders::twice,
                        p -> p.meter(Slot.CALL_METRICS),
                        p -> p.callers(1, 0),
                        "1@0; ok@0, caller_rate_limit@1; saw ok in 0, saw caller_rate_limit in 0",
                        "1@0; ok@0, caller_rate_limit@1; saw ok in 0"),
                new Order(
                        CallerOrders::twice,
                        p -> p.deadline(30),
                        p -> p.callers(1, 600),
                        "1@0; ok@0, caller_rate_limit@1",
                        "1@0 2@60; ok@0, ok@60"),
                inside(CallerOrders::twice, Parts::cache, "1@0; ok@0, caller_rate_limit@1", "1@0; ok@0, ok@1"),
                inside(
                        CallerOrders::twice,
                        Parts::fallback,
                        "1@0; ok@0, caller_rate_limit@1",
                        "1@0 2@1other; ok@0, ok@1"),
                metered(Slot.OPERATION_METRICS),
                inside(
                        () -> new Scene(LOADS, OK).call(0),
                        Parts::coldStart,
                        "1@0 1@20; ok@20",
                        "1@0; caller_rate_limit@20"),
                inside(
                        () -> new Scene(BROKEN, OK).call(0),
                        p -> p.retry(1, 1),
                        "1@0 1@1; ok@1",
                        "1@0; caller_rate_limit@1"),
                new Order(
                        () -> new Scene(LIMITED, OK).call(0, 1, 30),
                        p -> p.callers(2, 0),
                        Parts::keys,
                        "1@0a 1@0b 2@1b; ok@0, ok@1, caller_rate_limit@30",
                        "1@0a 1@0b 2@1b 3@30a; ok@0, ok@1, ok@30"),
                inside(
                        () -> new Scene(BROKEN).call(0, 1),
                        p -> p.breaker(1, 600),
                        "1@0; server_error@0, caller_rate_limit@1",
                        "1@0; server_error@0, breaker_open@1"),
                inside(
                        () -> new Scene(OK.after(Duration.ofSeconds(9))).call(0, 1),
                        p -> p.concurrency(60),
                        "1@0; ok@9, caller_rate_limit@1",
                        "1@0; ok@9, caller_rate_limit@9"),
                inside(
                        CallerOrders::twice,
                        p -> p.rateLimit(1, 600),
                        "1@0; ok@0, caller_rate_limit@1",
                        "1@0 2@60; ok@0, ok@60"),
                inside(CallerOrders::twice, p -> p.budget(1), "1@0; ok@0, caller_rate_limit@1", "1@0; ok@0, budget@1"),
                metered(Slot.ATTEMPT_METRICS));
    }

    private static Order metered(Slot slot) {
        return inside(
                CallerOrders::twice,
                p -> p.meter(slot),
                "1@0; ok@0, caller_rate_limit@1; saw ok in 0",
                "1@0; ok@0, caller_rate_limit@1; saw ok in 0, saw caller_rate_limit in 0");
    }
}
