package dev.llmdriver.resilience.chain;

import static dev.llmdriver.resilience.chain.Answer.Kind.CUT_BEFORE;
import static dev.llmdriver.resilience.chain.Answer.Kind.DEAF;
import static dev.llmdriver.resilience.chain.Answer.Kind.LOADING;
import static dev.llmdriver.resilience.chain.Answer.Kind.RATE_LIMITED;
import static dev.llmdriver.resilience.chain.Answer.Kind.SERVER_ERROR;
import static dev.llmdriver.resilience.chain.Answer.Kind.STALL;

import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.resilience.RetryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The plays for all pairs of slots. Who calls, and when, is read as "1@0": the first caller's request, at second 0. */
final class Orders {
    private static final Answer OK = Answer.ok();
    private static final Answer BROKEN = Answer.of(SERVER_ERROR);
    private static final Answer LOADS = Answer.of(LOADING).hinting(Duration.ofSeconds(20));
    private static final Answer LIMITED = Answer.of(RATE_LIMITED).hinting(Duration.ofSeconds(20));

    private Orders() {}

    private static Answer slow(long seconds) {
        return OK.after(Duration.ofSeconds(seconds));
    }

    /** Pairs for which there is no play, and why. */
    static final Map<SlotPair, String> ALIKE = Map.of(
            new SlotPair(Slot.CACHE, Slot.FALLBACK),
                    "a cache keeps what the first model said alone, which is asked first either way",
            new SlotPair(Slot.CALL_METRICS, Slot.OPERATION_METRICS), "both only watch",
            new SlotPair(Slot.CALL_METRICS, Slot.ATTEMPT_METRICS), "both only watch",
            new SlotPair(Slot.OPERATION_METRICS, Slot.ATTEMPT_METRICS), "both only watch",
            new SlotPair(Slot.DEADLINE, Slot.RETRY),
                    "the call's deadline begins at once either way, and retry reads it",
            new SlotPair(Slot.DEADLINE, Slot.KEY_POOL),
                    "the call's deadline begins at once either way, and a pool never waits",
            new SlotPair(Slot.KEY_POOL, Slot.BREAKER), "no failure that counts for a breaker makes a pool rotate",
            new SlotPair(Slot.KEY_POOL, Slot.BUDGET), "whatever makes a pool rotate costs nothing");

    static List<Order> all() {
        List<Order> all = new ArrayList<>(deadlines());
        all.addAll(CallerOrders.all());
        all.addAll(caches());
        all.addAll(fallbacks());
        all.addAll(coldStarts());
        all.addAll(attempts());
        for (Slot slot : List.of(Slot.CALL_METRICS, Slot.OPERATION_METRICS, Slot.ATTEMPT_METRICS)) {
            all.addAll(metrics(slot));
        }
        return all;
    }

    private static Order order(
            Supplier<Scene> scene,
            Function<Parts, Part> outer,
            Function<Parts, Part> inner,
            String right,
            String wrong) {
        return new Order(scene, outer, inner, right, wrong);
    }

    private static List<Order> deadlines() {
        return List.of(
                order(
                        () -> new Scene(BROKEN).call(0),
                        p -> p.deadline(10),
                        p -> p.fallback(Answer.of(DEAF)),
                        "1@0 1@0other; deadline@10",
                        "1@0 1@0other; open"),
                order(
                        () -> new Scene(LOADS, OK).patientCall(0, 100).call(1),
                        p -> p.deadline(10),
                        Parts::coldStart,
                        "1@0 1@20; ok@20, model_loading@1",
                        "1@0 1@20 2@20; ok@20, ok@20"),
                order(
                        () -> new Scene(Answer.of(DEAF), OK).call(0, 100),
                        p -> p.deadline(70),
                        p -> p.breaker(1, 600),
                        "1@0 2@100; deadline@70, ok@100",
                        "1@0; deadline@70, breaker_open@100"),
                order(
                        () -> new Scene(Answer.of(STALL), slow(7)).call(0, 5),
                        p -> p.deadline(10),
                        p -> p.concurrency(60),
                        "1@0 2@10; deadline@10, deadline@10",
                        "1@0 2@10; deadline@10, ok@10"),
                order(
                        () -> new Scene(OK).call(0, 5),
                        p -> p.deadline(30),
                        p -> p.rateLimit(1, 600),
                        "1@0; ok@0, rate_limit@5",
                        "1@0 2@60; ok@0, ok@60"),
                order(
                        () -> new Scene(OK).call(0),
                        p -> p.deadline(10),
                        p -> p.slowBudget(20),
                        "; deadline@10",
                        "1@20; ok@20"));
    }

    /** Somebody says the same again while, or after, others say something else. */
    private static List<Order> caches() {
        return List.of(
                order(
                        () -> new Scene(OK).call(0).call(reader(1, 20), "Hello"),
                        p -> p.deadline(10),
                        Parts::cache,
                        "1@0; ok@0, deadline@10",
                        "1@0; ok@0, ok@20"),
                order(
                        () -> new Scene(OK, LOADS, OK).call(0).call(1, "Hi").call(2),
                        Parts::cache,
                        Parts::coldStart,
                        "1@0 2@1 2@20; ok@0, ok@20, ok@2",
                        "1@0 2@1 2@20; ok@0, ok@20, ok@20"),
                order(
                        () -> new Scene(OK, BROKEN, OK, BROKEN, OK)
                                .call(0)
                                .call(1, "Hi")
                                .call(2, 3, 4, 5, 6, 7, 8, 9, 9)
                                .call(30, "Hey"),
                        Parts::cache,
                        p -> p.retry(1, 1, RetryBudget.of(1)),
                        "1@0 2@1 2@2 12@30; ok@0, ok@2, ok@2, ok@3, ok@4, ok@5, ok@6, ok@7, ok@8, ok@9, ok@9, server_error@30",
                        "1@0 2@1 2@2 12@30 12@30; ok@0, ok@2, ok@2, ok@3, ok@4, ok@5, ok@6, ok@7, ok@8, ok@9, ok@9, ok@30"),
                order(
                        () -> new Scene(OK).call(0, 1),
                        Parts::cache,
                        Parts::keys,
                        "1@0a; ok@0, ok@1",
                        "1@0a 2@1a; ok@0, ok@1"),
                order(
                        () -> new Scene(OK, BROKEN).call(0).call(1, "Hi").call(2),
                        Parts::cache,
                        p -> p.breaker(1, 60),
                        "1@0 2@1; ok@0, server_error@1, ok@2",
                        "1@0 2@1; ok@0, server_error@1, breaker_open@2"),
                order(
                        () -> new Scene(OK, slow(9)).call(0).call(1, "Hi").call(2),
                        Parts::cache,
                        p -> p.concurrency(60),
                        "1@0 2@1; ok@0, ok@10, ok@2",
                        "1@0 2@1; ok@0, ok@10, ok@10"),
                order(
                        () -> new Scene(OK).call(0, 1),
                        Parts::cache,
                        p -> p.rateLimit(1, 60),
                        "1@0; ok@0, ok@1",
                        "1@0; ok@0, ok@60"),
                order(
                        () -> new Scene(OK).call(0, 1),
                        Parts::cache,
                        p -> p.budget(1),
                        "1@0; ok@0, ok@1",
                        "1@0; ok@0, budget@1"));
    }

    /** {@return a stream whose reader asks for nothing for so many seconds} */
    private static Plan reader(long start, int patience) {
        return new Plan(true, Duration.ofSeconds(start), Optional.empty(), Collections.nCopies(patience, 0), 6);
    }

    private static List<Order> fallbacks() {
        return List.of(
                order(
                        () -> new Scene(LOADS, OK).call(0),
                        Parts::fallback,
                        Parts::coldStart,
                        "1@0 1@20; ok@20",
                        "1@0 1@0other; ok@0"),
                order(
                        () -> new Scene(BROKEN).call(0),
                        Parts::fallback,
                        p -> p.retry(2, 1),
                        "1@0 1@1 1@2 1@2other; ok@2",
                        "1@0 1@0other; ok@0"),
                order(
                        () -> new Scene(LIMITED, OK).call(0),
                        Parts::fallback,
                        Parts::keys,
                        "1@0a 1@0b; ok@0",
                        "1@0a 1@0othera; ok@0"),
                order(
                        () -> new Scene(BROKEN).call(0, 1),
                        Parts::fallback,
                        p -> p.breaker(1, 60),
                        "1@0 1@0other 2@1other; ok@0, ok@1",
                        "1@0 1@0other 2@1 2@1other; ok@0, ok@1"),
                order(
                        () -> new Scene(slow(9)).call(0, 1),
                        Parts::fallback,
                        p -> p.concurrency(0),
                        "1@0 2@1other; ok@9, ok@1",
                        "1@0; ok@9, concurrency@1"),
                order(
                        () -> new Scene(OK).call(0, 1),
                        Parts::fallback,
                        p -> p.rateLimit(1, 0),
                        "1@0 2@1other; ok@0, ok@1",
                        "1@0; ok@0, rate_limit@1"),
                order(
                        () -> new Scene(OK).call(0, 1),
                        Parts::fallback,
                        p -> p.budget(1),
                        "1@0 2@1other; ok@0, ok@1",
                        "1@0; ok@0, budget@1"));
    }

    private static List<Order> coldStarts() {
        return List.of(
                order(
                        () -> new Scene(LOADS, BROKEN, OK).call(0, 1),
                        Parts::coldStart,
                        p -> p.retry(2, 10),
                        "1@0 1@20 1@30 2@30; ok@30, ok@30",
                        "1@0 1@20 2@20 1@30; ok@30, ok@20"),
                order(
                        () -> new Scene(LOADS, LIMITED.after(Duration.ofSeconds(1)), slow(3)).call(0, 1),
                        Parts::coldStart,
                        Parts::keys,
                        "1@0a 1@20a 1@20b 2@20b; ok@20, ok@20",
                        "1@0a 1@20a 2@20a 1@20b; ok@20, ok@20"),
                order(
                        () -> new Scene(BROKEN.after(Duration.ofSeconds(1)), LOADS, OK).call(0, 0, 2),
                        Parts::coldStart,
                        p -> p.breaker(1, 600),
                        "1@0 2@0; server_error@1, breaker_open@20, breaker_open@20",
                        "1@0 2@0 2@20; server_error@1, ok@20, breaker_open@2"),
                order(
                        () -> new Scene(LOADS, OK).call(0, 1),
                        Parts::coldStart,
                        p -> p.concurrency(5),
                        "1@0 1@20 2@20; ok@20, ok@20",
                        "1@0 1@20; ok@20, concurrency@6"),
                order(
                        () -> new Scene(LOADS, OK).call(0),
                        Parts::coldStart,
                        p -> p.rateLimit(1, 600),
                        "1@0 1@60; ok@60",
                        "1@0 1@20; ok@20"),
                order(
                        () -> new Scene(LOADS, OK).call(0, 1),
                        Parts::coldStart,
                        p -> p.budget(1),
                        "1@0 1@20; ok@20, budget@20",
                        "1@0 1@20; ok@20, budget@1"));
    }

    private static List<Order> attempts() {
        return List.of(
                order(
                        () -> new Scene(LIMITED, OK).call(0),
                        p -> p.retry(2, 1),
                        Parts::keys,
                        "1@0a 1@0b; ok@0",
                        "1@0a 1@20a; ok@20"),
                order(
                        () -> new Scene(BROKEN, BROKEN, OK).call(0),
                        p -> p.retry(2, 1),
                        p -> p.breaker(2, 600),
                        "1@0 1@1; breaker_open@2",
                        "1@0 1@1 1@2; ok@2"),
                order(
                        () -> new Scene(BROKEN, OK).call(0, 1),
                        p -> p.retry(2, 5),
                        p -> p.concurrency(60),
                        "1@0 2@1 1@5; ok@5, ok@1",
                        "1@0 1@5 2@5; ok@5, ok@5"),
                order(
                        () -> new Scene(BROKEN, OK).call(0),
                        p -> p.retry(2, 1),
                        p -> p.rateLimit(1, 600),
                        "1@0 1@60; ok@60",
                        "1@0 1@1; ok@1"),
                order(
                        () -> new Scene(Answer.of(CUT_BEFORE), OK).call(0),
                        p -> p.retry(2, 1),
                        p -> p.budget(1),
                        "1@0; budget@1",
                        "1@0 1@1; ok@1"),
                order(
                        () -> new Scene(LIMITED.after(Duration.ofSeconds(3)), OK).call(0, 1),
                        Parts::keys,
                        p -> p.concurrency(60),
                        "1@0a 2@3a 1@3b; ok@3, ok@3",
                        "1@0a 1@3b 2@3b; ok@3, ok@3"),
                order(
                        () -> new Scene(LIMITED, OK).call(0, 1),
                        Parts::keys,
                        p -> p.rateLimit(2, 600),
                        "1@0a 1@0b 2@1b; ok@0, ok@1",
                        "1@0a 1@0b 2@60a; ok@0, ok@60"),
                order(
                        () -> new Scene(BROKEN.after(Duration.ofSeconds(3)), slow(9)).call(0, 1, 5),
                        p -> p.breaker(1, 600),
                        p -> p.concurrency(60),
                        "1@0 2@3; server_error@3, ok@10, breaker_open@5",
                        "1@0; server_error@3, breaker_open@3, breaker_open@5"),
                order(
                        () -> new Scene(BROKEN).call(0, 1),
                        p -> p.breaker(1, 600),
                        p -> p.rateLimit(1, 600),
                        "1@0; server_error@0, breaker_open@1",
                        "1@0; server_error@0, breaker_open@60"),
                order(
                        () -> new Scene(Answer.of(CUT_BEFORE)).call(0, 1),
                        p -> p.breaker(1, 600),
                        p -> p.budget(1),
                        "1@0; stream_interrupted@0, breaker_open@1",
                        "1@0; stream_interrupted@0, budget@1"),
                order(
                        () -> new Scene(slow(9)).call(0, 1, 2),
                        p -> p.concurrency(3),
                        p -> p.rateLimit(2, 0),
                        "1@0; ok@9, concurrency@4, concurrency@5",
                        "1@0; ok@9, concurrency@4, rate_limit@2"),
                order(
                        () -> new Scene(slow(9)).call(0, 1, 2),
                        p -> p.concurrency(3),
                        p -> p.budget(2),
                        "1@0; ok@9, concurrency@4, concurrency@5",
                        "1@0; ok@9, concurrency@4, budget@2"),
                order(
                        () -> new Scene(OK).call(0, 1, 2),
                        p -> p.rateLimit(1, 600),
                        p -> p.budget(2),
                        "1@0 2@60; ok@0, ok@60, budget@120",
                        "1@0 2@60; ok@0, ok@60, budget@2"));
    }

    /** Each part, and what a meter sees outside and inside. */
    private static List<Order> metrics(Slot slot) {
        return List.of(
                metered(
                        slot,
                        () -> new Scene(Answer.of(DEAF)).call(0),
                        p -> p.deadline(10),
                        "1@0; deadline@10; saw deadline in 10",
                        "1@0; deadline@10; saw cancelled in 10"),
                metered(
                        slot,
                        () -> new Scene(OK).call(0, 1),
                        Parts::cache,
                        "1@0; ok@0, ok@1; saw ok in 0, saw ok in 0",
                        "1@0; ok@0, ok@1; saw ok in 0"),
                metered(
                        slot,
                        () -> new Scene(BROKEN).call(0),
                        Parts::fallback,
                        "1@0 1@0other; ok@0; saw ok in 0",
                        "1@0 1@0other; ok@0; saw server_error in 0"),
                metered(
                        slot,
                        () -> new Scene(LOADS, OK).call(0),
                        Parts::coldStart,
                        "1@0 1@20; ok@20; saw ok in 20",
                        "1@0 1@20; ok@20; saw model_loading in 0, saw ok in 0"),
                metered(
                        slot,
                        () -> new Scene(BROKEN, OK).call(0),
                        p -> p.retry(1, 1),
                        "1@0 1@1; ok@1; saw ok in 1",
                        "1@0 1@1; ok@1; saw server_error in 0, saw ok in 0"),
                metered(
                        slot,
                        () -> new Scene(LIMITED, OK).call(0),
                        Parts::keys,
                        "1@0a 1@0b; ok@0; saw ok in 0",
                        "1@0a 1@0b; ok@0; saw rate_limited in 0, saw ok in 0"),
                metered(
                        slot,
                        () -> new Scene(BROKEN).call(0, 1),
                        p -> p.breaker(1, 60),
                        "1@0; server_error@0, breaker_open@1; saw server_error in 0, saw breaker_open in 0",
                        "1@0; server_error@0, breaker_open@1; saw server_error in 0"),
                metered(
                        slot,
                        () -> new Scene(slow(9)).call(0, 1),
                        p -> p.concurrency(60),
                        "1@0 2@9; ok@9, ok@10; saw ok in 9, saw ok in 10",
                        "1@0 2@9; ok@9, ok@10; saw ok in 9, saw ok in 9"),
                metered(
                        slot,
                        () -> new Scene(OK).call(0, 1),
                        p -> p.rateLimit(1, 60),
                        "1@0 2@60; ok@0, ok@60; saw ok in 0, saw ok in 50",
                        "1@0 2@60; ok@0, ok@60; saw ok in 0, saw ok in 0"),
                metered(
                        slot,
                        () -> new Scene(OK).call(0, 1),
                        p -> p.budget(1),
                        "1@0; ok@0, budget@1; saw ok in 0, saw budget in 0",
                        "1@0; ok@0, budget@1; saw ok in 0"));
    }

    private static Order metered(
            Slot slot, Supplier<Scene> scene, Function<Parts, Part> part, String outside, String inside) {
        boolean isOutside = slot.compareTo(part.apply(new Parts(new Scene())).slot()) < 0;
        return isOutside
                ? order(scene, p -> p.meter(slot), part, outside, inside)
                : order(scene, part, p -> p.meter(slot), inside, outside);
    }
}
