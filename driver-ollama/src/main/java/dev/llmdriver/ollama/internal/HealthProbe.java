package dev.llmdriver.ollama.internal;

import dev.llmdriver.Health;
import dev.llmdriver.Health.Status;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.ollama.internal.endpoint.Address;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether an Ollama can be used, for nothing: the daemon by its version, which nobody else has at that address (wire page
 * 11.23); the cloud by its list of models.
 */
public final class HealthProbe {
    /** What to do where nobody answers. */
    static final String START =
            "start Ollama ('ollama serve', or the desktop application), or set OLLAMA_HOST or base-url to where it is";

    private final Address address;
    private final Catalogue catalogue;
    private final boolean hasKey;

    /** Makes the probe of an Ollama. */
    public HealthProbe(Address address, Catalogue catalogue, boolean hasKey) {
        this.address = address;
        this.catalogue = catalogue;
        this.hasKey = hasKey;
    }

    /** {@return the verdict; never fails} */
    public CompletableFuture<Health> check() {
        return (address.isCloud() ? cloud() : daemon()).exceptionally(failure -> down(LlmException.of(failure)));
    }

    private CompletableFuture<Health> daemon() {
        return catalogue
                .version()
                .thenApply(
                        version -> new Health(Status.UP, "Ollama " + version + " answers at " + address.shown(), ""));
    }

    private CompletableFuture<Health> cloud() {
        if (!hasKey) {
            return CompletableFuture.completedFuture(new Health(
                    Status.DOWN,
                    "there is no key for ollama.com",
                    "set OLLAMA_API_KEY to a key from https://ollama.com/settings/keys"));
        }
        return catalogue.models().thenApply(models -> new Health(Status.UP, "ollama.com lists its models", ""));
    }

    private Health down(LlmException error) {
        String remedy = switch (error.kind()) {
            case CONNECT_FAILED, TIMEOUT -> START;
            case AUTHENTICATION -> "set OLLAMA_API_KEY to a key from https://ollama.com/settings/keys";
            case PERMISSION_DENIED -> "see what stands before Ollama and refuses, such as a proxy";
            case SERVER_ERROR, OVERLOADED -> "see the log of Ollama, or of the proxy before it, and ask again";
            default -> "check OLLAMA_HOST or base-url: something else than Ollama answers there";
        };
        return new Health(Status.DOWN, String.valueOf(error.getMessage()), remedy);
    }
}
