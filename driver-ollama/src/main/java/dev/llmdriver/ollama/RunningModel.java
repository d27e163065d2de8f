package dev.llmdriver.ollama;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A model that is loaded. Immutable. */
public final class RunningModel {
    private final String name;
    private final long size;
    private final long sizeInVideoMemory;
    private final @Nullable Long contextLength;
    private final @Nullable Instant expiresAt;

    /**
     * Describes a loaded model.
     *
     * @param name with its tag
     * @param size bytes it takes
     * @param sizeInVideoMemory how many of them are the graphics card's
     * @param contextLength the window it is loaded with, in tokens; null if not said (before v0.10.0)
     * @param expiresAt when it will be unloaded; null if not said
     */
    public RunningModel(
            String name, long size, long sizeInVideoMemory, @Nullable Long contextLength, @Nullable Instant expiresAt) {
        this.name = Objects.requireNonNull(name, "name");
        this.size = size;
        this.sizeInVideoMemory = sizeInVideoMemory;
        this.contextLength = contextLength;
        this.expiresAt = expiresAt;
    }

    /** {@return the name with its tag} */
    public String name() {
        return name;
    }

    /** {@return the bytes it takes} */
    public long size() {
        return size;
    }

    /** {@return how many of the bytes are the graphics card's} */
    public long sizeInVideoMemory() {
        return sizeInVideoMemory;
    }

    /** {@return the window it is loaded with, in tokens: the one that limits a prompt} */
    public OptionalLong contextLength() {
        return contextLength == null ? OptionalLong.empty() : OptionalLong.of(contextLength);
    }

    /** {@return when it will be unloaded unless it is asked again} */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    @Override
    public String toString() {
        return "RunningModel[" + name + ", " + size + " bytes, window " + contextLength + "]";
    }
}
