package dev.llmdriver.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.soak.leak.Await;
import dev.llmdriver.soak.leak.Books;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Compares what limits and budgets have left with what the limited calls came to. Thread-safe. */
final class Audit {
    private static final double NANOS_PER_DOLLAR = 1e9;

    private final Witness witness;
    private final Books books;
    private final Queue<Dues> all = new ConcurrentLinkedQueue<>();

    Audit(Witness witness, Books books) {
        this.witness = witness;
        this.books = books;
    }

    /** Notes a call that has ended for its caller. */
    void add(Operation operation, Ending ending) {
        if (operation.sort() == Sort.LIMITED) {
            all.add(Dues.of(operation, ending));
        }
    }

    /** Waits until every reservation is settled, and looks what each call was booked. */
    void check() {
        Await.until(
                "all reservations to be settled once", () -> books.unsettled().isEmpty(), books::unsettled);
        List<String> complaints = new ArrayList<>();
        for (Dues dues : all) {
            for (Unit unit : List.of(Unit.TOKENS, Unit.USD)) {
                dues.complaint(unit, witness.attempts(dues.operation().key()), booked(dues, unit))
                        .ifPresent(complaints::add);
            }
        }
        assertThat(complaints).as("calls that were booked as they must not").isEmpty();
        for (Wire wire : Wire.values()) {
            checkScope(Sort.LIMITED.model(wire));
            checkScope(Sort.LIMITED.model(wire) + "-embed");
        }
    }

    private List<Long> booked(Dues dues, Unit unit) {
        return books.booked(unit, dues.operation().model(), dues.reserved(unit));
    }

    private void checkScope(String scope) {
        List<Dues> here = all.stream()
                .filter(dues -> dues.operation().model().equals(scope))
                .toList();
        long left = here.stream()
                .mapToLong(dues -> witness.attempts(dues.operation().key()).size())
                .sum();
        if (left > 0) {
            awaitRest("concurrency", scope, Setup.CONCURRENCY, 1);
            awaitRest("requests", scope, Setup.REQUESTS_PER_DAY - left, 1);
            awaitRest("tokens", scope, Setup.TOKENS_PER_DAY - booked(here, Unit.TOKENS), 1);
            awaitRest("usd", scope, Setup.NANO_USD - booked(here, Unit.USD), NANOS_PER_DOLLAR);
        }
    }

    private long booked(List<Dues> here, Unit unit) {
        return here.stream()
                .flatMap(dues -> booked(dues, unit).stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /** It is waited for, because a server that is rate limited closes a window for a moment. */
    private void awaitRest(String kind, String scope, long expected, double inOne) {
        Await.until(
                expected + " of " + kind + " to be left of " + scope,
                () -> rest(kind, scope, inOne) == expected,
                () -> rest(kind, scope, inOne));
    }

    private long rest(String kind, String scope, double inOne) {
        return Math.round(witness.remaining(kind, scope) * inOne);
    }
}
