package dev.llmdriver.client.internal;

import dev.llmdriver.spi.OptionParsers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Every key that stands under {@code llm.} for all models and under {@code llm.models.<name>.} for one. */
final class ModelKeys {
    private static final List<ModelKey<?>> ALL = new ArrayList<>();

    static final ModelKey<Integer> MAX_ATTEMPTS = atLeastOne("retry.max-attempts");
    static final ModelKey<List<Duration>> DELAYS = key("retry.delays", Texts::durations);
    static final ModelKey<Duration> BASE_DELAY = duration("retry.base-delay");
    static final ModelKey<Duration> MAX_DELAY = duration("retry.max-delay");
    static final ModelKey<Duration> MAX_HINT = duration("retry.max-hint");
    static final ModelKey<Duration> COLD_START = duration("cold-start.max-wait");
    static final ModelKey<Duration> DEADLINE = duration("deadline");
    static final ModelKey<Duration> CONNECT = duration("timeouts.connect");
    static final ModelKey<Duration> FIRST_TOKEN = duration("timeouts.first-token");
    static final ModelKey<Duration> IDLE = duration("timeouts.idle");

    static final ModelKey<Long> REQUESTS_PER_MINUTE = count("limits.requests-per-minute");
    static final ModelKey<Long> REQUESTS_PER_HOUR = count("limits.requests-per-hour");
    static final ModelKey<Long> REQUESTS_PER_DAY = count("limits.requests-per-day");
    static final ModelKey<Long> TOKENS_PER_MINUTE = count("limits.tokens-per-minute");
    static final ModelKey<Long> TOKENS_PER_HOUR = count("limits.tokens-per-hour");
    static final ModelKey<Long> TOKENS_PER_DAY = count("limits.tokens-per-day");
    static final ModelKey<Integer> CONCURRENCY = atLeastOne("limits.concurrency");
    static final ModelKey<Duration> MAX_WAIT = duration("limits.max-wait");
    static final ModelKey<ZoneId> ZONE = key("limits.zone", Texts::zone);

    /** Limits in windows of time. */
    static final List<ModelKey<Long>> RATES = List.of(
            REQUESTS_PER_MINUTE,
            REQUESTS_PER_HOUR,
            REQUESTS_PER_DAY,
            TOKENS_PER_MINUTE,
            TOKENS_PER_HOUR,
            TOKENS_PER_DAY);

    static final ModelKey<BigDecimal> USD_PER_DAY = amount("budget.usd-per-day");
    static final ModelKey<BigDecimal> USD_PER_MONTH = amount("budget.usd-per-month");
    static final ModelKey<BigDecimal> USD_TOTAL = amount("budget.usd-total");
    static final List<ModelKey<BigDecimal>> AMOUNTS = List.of(USD_PER_DAY, USD_PER_MONTH, USD_TOTAL);
    static final ModelKey<Boolean> ALLOW_UNBOUNDED = key("budget.allow-unbounded", OptionParsers::flag);
    static final ModelKey<Long> INPUT_PRICE = price("price.input-per-million");
    static final ModelKey<Long> OUTPUT_PRICE = price("price.output-per-million");
    static final List<ModelKey<Long>> PRICE = List.of(INPUT_PRICE, OUTPUT_PRICE);

    static final ModelKey<Double> FAILURE_RATE = key("breaker.failure-rate", Texts::share);
    static final ModelKey<Integer> WINDOW = atLeastOne("breaker.window");
    static final ModelKey<Integer> MINIMUM_CALLS = atLeastOne("breaker.minimum-calls");
    static final ModelKey<Duration> OPEN_FOR = key("breaker.open-for", Texts::atLeastAMilli);
    static final List<ModelKey<?>> BREAKER = List.of(FAILURE_RATE, WINDOW, MINIMUM_CALLS, OPEN_FOR);

    static final ModelKey<Integer> MAX_ENTRIES = atLeastOne("cache.max-entries");
    static final ModelKey<Duration> TTL = duration("cache.ttl");
    static final List<ModelKey<?>> CACHE = List.of(MAX_ENTRIES, TTL);

    /** The one key that stands under {@code llm.models.<name>.} only. */
    static final ModelKey<List<String>> FALLBACK = new ModelKey<>("fallback", Texts::names);

    static final List<ModelKey<String>> DEFAULTS = defaults();

    private ModelKeys() {}

    /** {@return the keys of all models} */
    static List<ModelKey<?>> common() {
        return List.copyOf(ALL);
    }

    /** {@return the keys of one model} */
    static List<ModelKey<?>> named() {
        List<ModelKey<?>> all = new ArrayList<>(ALL);
        all.add(FALLBACK);
        return List.copyOf(all);
    }

    private static List<ModelKey<String>> defaults() {
        List<ModelKey<String>> keys = new ArrayList<>();
        for (String name : RequestDefaults.names()) {
            keys.add(key("defaults." + name, text -> RequestDefaults.checked(name, text)));
        }
        return List.copyOf(keys);
    }

    private static ModelKey<Duration> duration(String name) {
        return key(name, OptionParsers::duration);
    }

    private static ModelKey<Long> count(String name) {
        return key(name, Texts::count);
    }

    private static ModelKey<Integer> atLeastOne(String name) {
        return key(name, Texts::atLeastOne);
    }

    private static ModelKey<BigDecimal> amount(String name) {
        return key(name, Money::amount);
    }

    private static ModelKey<Long> price(String name) {
        return key(name, Money::price);
    }

    private static <T> ModelKey<T> key(String name, Function<String, T> parser) {
        ModelKey<T> key = new ModelKey<>(name, parser);
        ALL.add(key);
        return key;
    }
}
