package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.Fallbacks;
import dev.llmdriver.resilience.internal.RetryCourse;
import dev.llmdriver.resilience.internal.course.CourseEngine;
import dev.llmdriver.spi.ChatEngine;
import java.util.List;

/** Decorators alone, as {@link Resilience} puts them into their places. */
final class Chains {
    private Chains() {}

    static ChatEngine retrying(ChatEngine next, RetryPolicy policy) {
        return retrying(next, policy, RetryBudget.standard());
    }

    static ChatEngine retrying(ChatEngine next, RetryPolicy policy, RetryBudget budget) {
        return new CourseEngine(next, (request, call) -> new RetryCourse<>(next, next.ref(), policy, budget, call));
    }

    static ChatEngine coldStarting(ChatEngine next) {
        ColdStart coordinator = ColdStart.standard();
        return new CourseEngine(
                next, (request, call) -> coordinator.settings().course(next, next.ref(), request.callOptions(), call));
    }

    static ChatEngine fallingBack(ChatEngine next, ChatEngine... others) {
        return Fallbacks.over(next, List.of(others), FallbackPolicy.defaults());
    }
}
