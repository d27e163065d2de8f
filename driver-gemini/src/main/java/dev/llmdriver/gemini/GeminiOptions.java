package dev.llmdriver.gemini;

import dev.llmdriver.Secret;
import dev.llmdriver.gemini.internal.SafetySettings;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Option;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** What the driver {@code gemini} can be told, beside {@link HttpOptions}. Explained at length in {@code docs/gemini.md}. */
public final class GeminiOptions {
    /** The key, of either kind, {@code AIza…} or {@code AQ.…}; by default from {@code GEMINI_API_KEY} or {@code GOOGLE_API_KEY}. */
    public static final Option<Secret> API_KEY =
            CommonOptions.API_KEY.withEnvironment("GEMINI_API_KEY", "GOOGLE_API_KEY");

    /** Where Gemini is, without the version; by default Google's own host, or {@code GOOGLE_GEMINI_BASE_URL}. */
    public static final Option<URI> BASE_URL =
            CommonOptions.BASE_URL.withDefault(Endpoint.GOOGLE).withEnvironment("GOOGLE_GEMINI_BASE_URL");

    /** The version of the API: {@code v1beta}, {@code v1} or {@code v1alpha}. Without effect where the base URL names one. */
    public static final Option<String> API_VERSION = Option.of(
                    "api-version",
                    String.class,
                    GeminiOptions::version,
                    "the version of the API, such as v1 or v1alpha; default v1beta")
            .withDefault("v1beta");

    /** From which probability of harm on Gemini blocks: one threshold for all categories, or one for each. */
    public static final Option<String> SAFETY = Option.of(
            "safety",
            String.class,
            text -> SafetySettings.parse(text).text(),
            "when Gemini blocks: a threshold such as block_only_high, or one for each category:"
                    + " harassment=block_none,hate_speech=off");

    /** How fast, and for how much: {@code flex}, {@code standard} or {@code priority}. */
    public static final Option<String> SERVICE_TIER = Option.of(
            "service-tier", String.class, GeminiOptions::tier, "flex, standard or priority; by default Gemini chooses");

    /** Whether thoughts are shown; by default where a request asks for an effort. */
    public static final Option<Boolean> INCLUDE_THOUGHTS = Option.flag(
            "include-thoughts",
            "whether the model shows its thoughts; by default where a request sets a reasoning effort other than none");

    private GeminiOptions() {}

    private static String version(String text) {
        if (!text.matches("v\\d[a-z0-9]{0,15}")) {
            throw new IllegalArgumentException("expected a version such as v1beta, but got '" + text + "'");
        }
        return text;
    }

    private static String tier(String text) {
        String tier = text.toLowerCase(Locale.ROOT);
        if (!Set.of("flex", "standard", "priority").contains(tier)) {
            throw new IllegalArgumentException("expected flex, standard or priority, but got '" + text + "'");
        }
        return tier;
    }

    /** {@return all that the driver understands} */
    public static Set<Option<?>> all() {
        Set<Option<?>> all =
                new LinkedHashSet<>(Set.of(API_KEY, BASE_URL, API_VERSION, SAFETY, SERVICE_TIER, INCLUDE_THOUGHTS));
        all.addAll(HttpOptions.all()); // options are equal by name: the key with its variables stays
        return all;
    }
}
