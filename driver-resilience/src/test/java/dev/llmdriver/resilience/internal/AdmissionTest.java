package dev.llmdriver.resilience.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.internal.gate.Gate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Limit limit = new Limit("fast", Unit.REQUESTS, Span.DAY, 5, ZoneOffset.UTC);
    private final List<Share> shares = List.of(new Share(limit, 1));
    private final List<List<Share>> settled = new ArrayList<>();
    private final Reservation reservation = used -> {
        settled.add(used);
        return CompletableFuture.completedFuture(null);
    };
    private final List<String> givenUp = new ArrayList<>();
    private final Admission admission = new Admission(() -> givenUp.add("given up"));

    private void grant() {
        admission.grant(reservation, shares, outcome -> {});
    }

    @Test
    void whatIsGrantedInTimeIsKept() {
        grant();

        assertThat(admission.pass()).isCompleted();
        assertThat(settled).isEmpty();
    }

    @Test
    void whatIsGrantedTooLateGoesBack() {
        admission.pass().cancel(true);
        grant();

        assertThat(givenUp).hasSize(1);
        assertThat(settled).containsExactly(List.of(new Share(limit, 0)));
    }

    /** A future tells of its cancel before it has told the admission: the moment in which both sides believe to be first. */
    @Test
    void whatIsGrantedInTheMomentOfTheCancelGoesBack() {
        CompletionStage<Gate.Pass> cancelled = admission.pass();
        cancelled.whenComplete((pass, failure) -> grant());
        admission.pass().cancel(true);

        assertThat(admission.pass()).isCancelled();
        assertThat(settled).containsExactly(List.of(new Share(limit, 0)));
    }
}
