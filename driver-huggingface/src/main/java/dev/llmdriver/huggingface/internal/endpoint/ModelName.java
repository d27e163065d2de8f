package dev.llmdriver.huggingface.internal.endpoint;

import dev.llmdriver.error.ConfigurationException;
import java.util.Map;
import java.util.Set;

/** What the caller named, and what goes onto the wire for it. */
public record ModelName(String asked, String wire) {
    private static final Set<String> POLICIES = Set.of("fastest", "cheapest", "preferred");

    /**
     * Checks a name against the kind of endpoint: a suffix such as {@code :fastest} is for the router that chooses (wire page 1.2),
     * a provider wants its own name of a model, and a dedicated endpoint's names are its own business, colons included.
     */
    static ModelName of(Endpoint endpoint, String asked, Map<String, String> providerModels) {
        return switch (endpoint.kind()) {
            case ROUTER -> new ModelName(asked, asked);
            case PINNED -> new ModelName(asked, providerModels.getOrDefault(asked, unsuffixed(endpoint, asked)));
            case HF_INFERENCE -> new ModelName(asked, unsuffixed(endpoint, asked));
            case DEDICATED -> new ModelName(asked, served(endpoint, asked, providerModels));
        };
    }

    /** {@return the id in the catalogue: what stands before a suffix} */
    public String catalogueId() {
        int colon = asked.indexOf(':');
        return colon < 0 ? asked : asked.substring(0, colon);
    }

    private static String served(Endpoint endpoint, String asked, Map<String, String> providerModels) {
        String name = providerModels.getOrDefault(asked, asked);
        String suffix = name.substring(name.lastIndexOf(':') + 1);
        if (!endpoint.guessed() && name.indexOf(':') > 0 && POLICIES.contains(suffix)) {
            throw misplaced(endpoint, name, suffix);
        }
        return name;
    }

    private static String unsuffixed(Endpoint endpoint, String name) {
        int colon = name.indexOf(':');
        if (colon >= 0) {
            throw misplaced(endpoint, name, name.substring(colon + 1));
        }
        return name;
    }

    private static ConfigurationException misplaced(Endpoint endpoint, String name, String suffix) {
        return ConfigurationException.of("model '" + name + "': the suffix ':" + suffix
                + "' tells the router which provider to choose, but this is " + endpoint.describe()
                + "; leave the suffix out, or use endpoint=router");
    }
}
