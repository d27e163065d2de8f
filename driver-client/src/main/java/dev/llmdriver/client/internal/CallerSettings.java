package dev.llmdriver.client.internal;

import dev.llmdriver.resilience.Budget;
import dev.llmdriver.resilience.CallerLimits;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.RateLimiter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What stands under {@code llm.callers.}: what each caller may use, and whose plan says otherwise. Immutable once read. */
public final class CallerSettings {
    private static final String SECTION = "llm.callers.";
    private static final String PLANS = SECTION + "plans.";
    private static final List<ModelKey<?>> KEYS = ModelKeys.common().stream()
            .filter(key -> key.name().startsWith("limits.") || key.name().startsWith("budget."))
            .toList();
    private static final List<ModelKey<Integer>> CONCURRENCY = List.of(ModelKeys.CONCURRENCY);

    /** Blanks keep it from being the name of a model or a provider, and nobody else's scope begins like it. */
    private static final String SCOPE = "caller ";

    private final ModelSettings all = new ModelSettings();
    /** By name; what holds for all callers is in them. */
    private final Map<String, ModelSettings> plans = new TreeMap<>();

    private final Map<String, String> planOf = new HashMap<>();

    /** Reads the section. */
    void read(Values values) {
        KEYS.forEach(key -> values.read(SECTION + key.name(), text -> all.read(key, text)));
        for (String plan : values.namesBelow(PLANS)) {
            ModelSettings own = new ModelSettings();
            KEYS.forEach(key -> values.read(PLANS + plan + "." + key.name(), text -> own.read(key, text)));
            plans.put(plan, all.with(own));
            String members = PLANS + plan + ".members";
            if (values.find(members).isEmpty()) {
                values.fault(
                        "'" + members + "' is missing; set it to the callers whom the plan is for, divided by commas");
            }
            values.checkAll(
                    members,
                    text -> Texts.names(text).stream()
                            .flatMap(member -> join(member, plan).stream())
                            .toList());
        }
    }

    private Optional<String> join(String member, String plan) {
        String other = planOf.putIfAbsent(member, plan);
        return other == null
                ? Optional.empty()
                : Optional.of(
                        other.equals(plan)
                                ? "'" + member + "' stands there twice; name it once"
                                : "'" + member + "' is in the plan '" + other + "' already; name it in one of the two");
    }

    private ModelSettings of(String caller) {
        String plan = planOf.get(caller);
        return plan == null ? all : plans.getOrDefault(plan, all);
    }

    private boolean setAny(Collection<? extends ModelKey<?>> keys) {
        return all.setsAny(keys) || plans.values().stream().anyMatch(plan -> plan.setsAny(keys));
    }

    /** {@return whether any caller is limited} */
    public boolean limitAny() {
        return setAny(ModelKeys.RATES) || setAny(CONCURRENCY) || setAny(ModelKeys.AMOUNTS);
    }

    /** {@return whether a call without a price or a bound is refused to some caller} */
    boolean needPrices() {
        return needsPrices(all) || plans.values().stream().anyMatch(CallerSettings::needsPrices);
    }

    private static boolean needsPrices(ModelSettings settings) {
        return settings.setsAny(ModelKeys.AMOUNTS) && !allowsUnbounded(settings);
    }

    private static boolean allowsUnbounded(ModelSettings settings) {
        return settings.get(ModelKeys.ALLOW_UNBOUNDED).orElse(false);
    }

    /** {@return the limits, of which nothing is in use; who watches hears of the reason of each refusal} */
    CallerLimits limits(LimitMaker maker, Consumer<String> refusals) {
        return CallerLimits.builder()
                .refusals(refusals)
                .concurrency(caller -> concurrency(caller, maker))
                .rates(caller -> rates(caller, maker))
                .budgets(caller -> budget(caller, maker))
                .build();
    }

    private Optional<ConcurrencyLimit> concurrency(String caller, LimitMaker maker) {
        ModelSettings own = of(caller);
        return own.setsAny(CONCURRENCY) ? Optional.of(maker.concurrency(SCOPE + caller, own)) : Optional.empty();
    }

    private Optional<RateLimiter> rates(String caller, LimitMaker maker) {
        ModelSettings own = of(caller);
        return own.setsAny(ModelKeys.RATES) ? Optional.of(maker.rates(SCOPE + caller, own)) : Optional.empty();
    }

    private Optional<Budget> budget(String caller, LimitMaker maker) {
        ModelSettings own = of(caller);
        return own.setsAny(ModelKeys.AMOUNTS)
                ? Optional.of(maker.budget(SCOPE + caller, own, allowsUnbounded(own)))
                : Optional.empty();
    }
}
