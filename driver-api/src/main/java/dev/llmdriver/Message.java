package dev.llmdriver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One turn of a conversation: who speaks, and the parts that were said. Immutable. */
public final class Message {
    private final Role role;
    private final List<Part> parts;

    private Message(Role role, List<Part> parts) {
        this.role = Objects.requireNonNull(role, "role");
        this.parts = List.copyOf(parts);
    }

    /**
     * Creates a system message of one text.
     *
     * @param text the instructions
     * @return the message
     */
    public static Message system(String text) {
        return of(Role.SYSTEM, Text.of(text));
    }

    /**
     * Creates a user message of one text.
     *
     * @param text what the user says
     * @return the message
     */
    public static Message user(String text) {
        return of(Role.USER, Text.of(text));
    }

    /**
     * Creates an assistant message of one text.
     *
     * @param text what the model said
     * @return the message
     */
    public static Message assistant(String text) {
        return of(Role.ASSISTANT, Text.of(text));
    }

    /**
     * Creates the message that answers tool calls.
     *
     * @param results one result for each call
     * @return the message
     */
    public static Message tool(ToolResult... results) {
        return of(Role.TOOL, results);
    }

    /**
     * Creates a message of any parts.
     *
     * @param role who speaks
     * @param parts what is said, in order
     * @return the message
     */
    public static Message of(Role role, Part... parts) {
        return new Message(role, List.of(parts));
    }

    /**
     * Starts a message that is put together part by part.
     *
     * @param role who speaks
     * @return a builder
     */
    public static Builder builder(Role role) {
        return new Builder(role);
    }

    /**
     * Returns who speaks.
     *
     * @return the role
     */
    public Role role() {
        return role;
    }

    /**
     * Returns what is said.
     *
     * @return the parts in order, unmodifiable
     */
    public List<Part> parts() {
        return parts;
    }

    /**
     * Joins the text parts.
     *
     * @return the texts in order without a separator; empty if there is none
     */
    public String text() {
        return joined(Text.class, Text::text);
    }

    /**
     * Joins the reasoning parts.
     *
     * @return the thoughts in order without a separator; empty if there is none
     */
    public String reasoning() {
        return joined(Reasoning.class, Reasoning::text);
    }

    private <P extends Part> String joined(Class<P> kind, Function<P, String> text) {
        List<P> found = parts(kind);
        if (found.size() == 1) {
            return text.apply(found.get(0)); // nearly always; long answers are not copied
        }
        StringBuilder joined = new StringBuilder();
        found.forEach(part -> joined.append(text.apply(part)));
        return joined.toString();
    }

    /**
     * Picks the parts of one kind.
     *
     * @param kind the class of the parts
     * @param <P> the kind
     * @return those parts in order, unmodifiable
     */
    public <P extends Part> List<P> parts(Class<P> kind) {
        List<P> found = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (kind.isInstance(part)) {
                found.add(kind.cast(part));
            }
        }
        return Collections.unmodifiableList(found);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that && role == that.role && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(role, parts);
    }

    @Override
    public String toString() {
        return "Message[" + role + ", " + parts + "]";
    }

    /** Collects the parts of a message. Not thread-safe. */
    public static final class Builder {
        private final Role role;
        private final List<Part> parts = new ArrayList<>();

        private Builder(Role role) {
            this.role = Objects.requireNonNull(role, "role");
        }

        /**
         * Adds text.
         *
         * @param text the text
         * @return this builder
         */
        public Builder text(String text) {
            return part(Text.of(text));
        }

        /**
         * Adds any part.
         *
         * @param part the part
         * @return this builder
         */
        public Builder part(Part part) {
            parts.add(Objects.requireNonNull(part, "part"));
            return this;
        }

        /**
         * Adds parts in order.
         *
         * @param more the parts
         * @return this builder
         */
        public Builder parts(Iterable<? extends Part> more) {
            more.forEach(this::part);
            return this;
        }

        /**
         * Ends the building.
         *
         * @return the message
         */
        public Message build() {
            return new Message(role, parts);
        }
    }
}
