package dev.llmdriver.resilience.chain;

import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All that decides a run: decorators, what the targets answer, what the callers do.
 *
 * @param chain the decorators
 * @param targets the answers of each target, in order
 * @param plans the callers
 */
record Schedule(Chain chain, List<List<Answer>> targets, List<Plan> plans) {
    private static final Duration LONG = Duration.ofHours(2);

    static ModelRef ref(int target) {
        return new ModelRef("provider" + target, "model");
    }

    /** What came of a schedule. */
    record Run(Schedule schedule, Provider provider, List<Caller> callers) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(schedule.chain().toString());
            for (Caller caller : callers) {
                text.append("\n  ").append(caller);
                provider.of(caller.call).forEach(sent -> text.append("\n    ").append(sent));
            }
            return text.toString();
        }
    }

    Run run() {
        return run(builder -> builder);
    }

    /** Plays it with a change to the chain. */
    Run run(UnaryOperator<Resilience.Builder> change) {
        return run(change, UnaryOperator.identity());
    }

    /** Plays it with a change to the chain and to what counts its limits. */
    Run run(UnaryOperator<Resilience.Builder> change, UnaryOperator<LimitStore> stores) {
        Provider provider = new Provider(new ManualScheduler());
        provider.stores = stores;
        List<ChatEngine> engines = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            engines.add(provider.engine(ref(i), targets.get(i)));
        }
        ChatEngine engine = chain.over(engines, provider, change);
        List<Caller> callers = plans.stream()
                .map(plan -> new Caller(plan, provider, Caller.REQUEST))
                .toList();
        for (Caller caller : callers) {
            provider.clock.schedule(caller.plan.start(), () -> caller.begin(engine));
        }
        provider.clock.advance(LONG);
        return new Run(this, provider, callers);
    }
}
