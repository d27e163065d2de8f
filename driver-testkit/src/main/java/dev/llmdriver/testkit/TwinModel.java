package dev.llmdriver.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that a twin serves.
 *
 * @param id the repository, as in {@code org/name}
 * @param kind what it does
 * @param providers who serves it behind the router
 */
public record TwinModel(String id, Kind kind, List<Provider> providers) {

    /** What a model does. */
    public enum Kind {
        /** Answers, calls tools, looks at pictures. */
        CHAT,
        /** Answers in text and no more: no tools, no pictures, no thinking, and at Gemini no system instruction. */
        PLAIN,
        /** Thinks aloud, then answers. */
        REASONING,
        /** Turns texts into vectors. */
        EMBEDDING
    }

    /**
     * One that serves a model. What is null is left out of the catalogue: unknown, not false.
     *
     * @param name the provider, as in {@code together}
     * @param status {@code live} or {@code error}
     * @param contextLength tokens of prompt and answer
     * @param inputPrice US dollars for a million tokens
     * @param outputPrice US dollars for a million tokens
     * @param tools whether it takes tools
     * @param structuredOutput whether it takes a schema for the answer
     */
    public record Provider(
            String name,
            String status,
            @Nullable Integer contextLength,
            @Nullable Double inputPrice,
            @Nullable Double outputPrice,
            @Nullable Boolean tools,
            @Nullable Boolean structuredOutput) {

        /** {@return a live provider with everything} */
        public static Provider live(String name) {
            return new Provider(name, "live", 131_072, 0.2, 0.6, true, true);
        }

        /** {@return a provider that tells its name and status only} */
        public static Provider bare(String name, String status) {
            return new Provider(name, status, null, null, null, null, null);
        }
    }

    /** Copies the list. */
    public TwinModel {
        providers = List.copyOf(providers);
    }

    /** {@return a chat model with one live provider, {@code twin}} */
    public static TwinModel chat(String id) {
        return new TwinModel(id, Kind.CHAT, List.of(Provider.live("twin")));
    }

    /** {@return a reasoning model with one live provider, {@code twin}} */
    public static TwinModel reasoning(String id) {
        return new TwinModel(id, Kind.REASONING, List.of(Provider.live("twin")));
    }

    /** {@return a model that only answers, with one live provider, {@code twin}} */
    public static TwinModel plain(String id) {
        return new TwinModel(id, Kind.PLAIN, List.of(Provider.live("twin")));
    }

    /** {@return an embedding model} */
    public static TwinModel embedding(String id) {
        return new TwinModel(id, Kind.EMBEDDING, List.of());
    }

    /** {@return the same model with one more provider} */
    public TwinModel with(Provider provider) {
        List<Provider> more = new ArrayList<>(providers);
        more.add(provider);
        return new TwinModel(id, kind, more);
    }
}
