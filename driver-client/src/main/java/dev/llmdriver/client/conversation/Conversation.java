package dev.llmdriver.client.conversation;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.Message;
import dev.llmdriver.Role;
import dev.llmdriver.TokenCount;
import dev.llmdriver.client.tool.ToolLoop;
import dev.llmdriver.client.tool.ToolRun;
import dev.llmdriver.client.tool.ToolStream;
import dev.llmdriver.client.tool.Toolbox;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A talk of many turns with a model, which may use tools. Works over any model. Thread-safe, but one turn at a time: another one while a
 * turn is under way is refused.
 *
 * <pre>{@code
 * Conversation talk = Conversation.over(model).system("Answer in one sentence.").memory(Memory.turns(20)).build();
 * System.out.println(talk.say("Why is the sky blue?").text());
 * talk.stream("And at dusk?").forEachText(System.out::print);
 * talk.save(Path.of("sky.json"));
 * }</pre>
 *
 * <p>A turn that fails or is cancelled leaves no trace: no error becomes something that the model is said to have said. What had come of
 * its answer can be kept with {@link #keepPartial}. All turns are kept, whatever of them {@link Memory} lets the model be told again;
 * {@link #forget} drops the rest.
 */
public final class Conversation {
    private final ToolLoop loop;
    private final @Nullable Message system;
    private final Memory memory;
    private final Consumer<ChatRequestBuilder> settings;
    private final History history;

    private Conversation(Builder builder) {
        this.loop = builder.loop == null ? ToolLoop.over(builder.model).build() : builder.loop;
        this.system = builder.system;
        this.memory = builder.memory;
        this.settings = builder.settings;
        this.history = new History(
                Objects.equals(builder.system, builder.saved)
                        ? builder.turns
                        : History.underAnotherSystem(builder.turns));
    }

    /** {@return a builder of an empty conversation with a model} */
    public static Builder over(ChatModel model) {
        return new Builder(model, null);
    }

    /** {@return a builder of an empty conversation whose turns are runs of this loop, with its model and its tools} */
    public static Builder over(ToolLoop loop) {
        return new Builder(loop.model(), loop);
    }

    /**
     * Says something, and waits for the answer. Interrupting the thread cancels the turn.
     *
     * @param text what the user says
     * @return how it went; its text is the answer's
     * @throws LlmException if there is no answer; the conversation is as before
     * @throws IllegalStateException if another turn is under way, or on an event loop; use {@link #sayAsync} there
     */
    public ToolRun say(String text) {
        return say(Message.user(text));
    }

    /**
     * Says something that is more than text, such as a picture, and waits for the answer.
     *
     * @param message what the user says
     * @return how it went; its text is the answer's
     * @throws LlmException if there is no answer; the conversation is as before
     * @throws IllegalStateException if another turn is under way, or on an event loop; use {@link #sayAsync} there
     */
    public ToolRun say(Message message) {
        Blocking.guard("say", "sayAsync");
        return Blocking.await(sayAsync(message));
    }

    /**
     * Says something without waiting.
     *
     * @param message what the user says
     * @return how it went, to come; cancelling it cancels the turn
     * @throws IllegalStateException if another turn is under way
     */
    public CompletableFuture<ToolRun> sayAsync(Message message) {
        OpenTurn turn = begin(message);
        return turn.started(() -> loop.listening(turn).runAsync(turn.request()));
    }

    /**
     * Says something and gets the answer as it comes. The turn is under way from here on, until the stream has ended or was closed.
     *
     * @param text what the user says
     * @return the stream, to be consumed once
     * @throws IllegalStateException if another turn is under way
     */
    public ToolStream stream(String text) {
        return stream(Message.user(text));
    }

    /**
     * Says something that is more than text, and gets the answer as it comes. The turn is under way from here on, until the stream has
     * ended or was closed.
     *
     * @param message what the user says
     * @return the stream, to be consumed once
     * @throws IllegalStateException if another turn is under way
     */
    public ToolStream stream(Message message) {
        OpenTurn turn = begin(message);
        return turn.started(() -> loop.listening(turn).stream(turn.request()));
    }

    private OpenTurn begin(Message message) {
        if (message.role() != Role.USER) {
            throw new IllegalArgumentException("a turn begins with a message of the user, not " + message.role());
        }
        return history.open(told -> request(told, message), this::fitting, message);
    }

    private List<Turn> fitting(List<Turn> turns, Message message) {
        return memory.select(turns, Estimate.tokens(with(List.of(), message)));
    }

    private ChatRequest request(List<Turn> told, Message message) {
        ChatRequestBuilder builder = ChatRequest.builder();
        settings.accept(builder);
        return builder.messages(with(told, message)).build();
    }

    private List<Message> with(List<Turn> told, Message message) {
        List<Message> all = new ArrayList<>();
        if (system != null) {
            all.add(system);
        }
        told.forEach(turn -> all.addAll(turn.messages()));
        all.add(message);
        return all;
    }

    /**
     * Keeps what had come of the last turn's answer when it broke off, as a turn that is marked partial. Calls of tools that have no
     * result are left out.
     *
     * @return whether there was anything to keep
     * @throws IllegalStateException if a turn is under way
     */
    public boolean keepPartial() {
        return history.keepPartial();
    }

    /** {@return the system message} */
    public Optional<Message> system() {
        return Optional.ofNullable(system);
    }

    /** {@return all turns, oldest first} */
    public List<Turn> turns() {
        return history.turns();
    }

    /** {@return everything that was said, the system message first} */
    public List<Message> messages() {
        List<Message> all = new ArrayList<>();
        system().ifPresent(all::add);
        turns().forEach(turn -> all.addAll(turn.messages()));
        return List.copyOf(all);
    }

    /** {@return the tokens of what the model would be told again now; exact only if the provider has counted all of it} */
    public TokenCount remembered() {
        List<Turn> all = turns();
        List<Turn> told = memory.select(all, systemTokens());
        // The first turn's count includes the system message, which stood before it.
        boolean counted =
                !all.isEmpty() && told.size() == all.size() && told.stream().allMatch(Turn::counted);
        long rest = counted ? 0 : systemTokens();
        return new TokenCount(rest + told.stream().mapToLong(Turn::tokens).sum(), counted);
    }

    private long systemTokens() {
        return system == null ? 0 : Estimate.tokens(List.of(system));
    }

    /** Drops the turns that the model would not be told again. */
    public void forget() {
        history.keepLast(memory.select(turns(), systemTokens()).size());
    }

    /** {@return the whole conversation as JSON, for {@link Builder#restore}; settings, tools and keys are not part of it} */
    public String toJson() {
        return SavedConversation.write(loop.model().ref(), system, turns());
    }

    /**
     * Saves the whole conversation as JSON. The file is replaced at once, so a reader never sees a half of it.
     *
     * @param file where to
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        SavedConversation.save(file, toJson());
    }

    @Override
    public String toString() {
        return "Conversation[" + loop.model().ref() + ", " + turns().size() + " turns, " + memory + "]";
    }

    /** Builds a {@link Conversation}. Not thread-safe. */
    public static final class Builder {
        private final ChatModel model;
        private @Nullable ToolLoop loop;
        private @Nullable Message system;
        private Memory memory = Memory.all();
        private Consumer<ChatRequestBuilder> settings = request -> {};
        private List<Turn> turns = List.of();
        private @Nullable Message saved;

        private Builder(ChatModel model, @Nullable ToolLoop loop) {
            this.model = Objects.requireNonNull(model, "model");
            this.loop = loop;
        }

        /** Gives the model its instructions. */
        public Builder system(String instructions) {
            this.system = Message.system(instructions);
            return this;
        }

        /** Sets how much the model is told again; by default everything. */
        public Builder memory(Memory how) {
            this.memory = Objects.requireNonNull(how, "how");
            return this;
        }

        /** Sets what each request has besides its messages, such as {@code request -> request.temperature(0)}. */
        public Builder settings(Consumer<ChatRequestBuilder> each) {
            this.settings = Objects.requireNonNull(each, "each");
            return this;
        }

        /** Lets the model use these tools, as a {@link ToolLoop} with its defaults does; for others begin with a loop. */
        public Builder tools(Toolbox tools) {
            this.loop = ToolLoop.over(model).tools(tools).build();
            return this;
        }

        /**
         * Goes on with a conversation that was saved, its system message included.
         *
         * @param json what {@link Conversation#toJson} wrote
         * @return this builder
         * @throws IllegalArgumentException if it is no such text, saying where it is wrong
         */
        public Builder restore(String json) {
            return restore(SavedConversation.read(json));
        }

        private Builder restore(SavedConversation from) {
            this.system = from.system();
            this.saved = from.system();
            this.turns = from.turns();
            return this;
        }

        /**
         * Goes on with a conversation that was saved, its system message included.
         *
         * @param file what {@link Conversation#save} wrote
         * @return this builder
         * @throws IOException if it cannot be read, or is no such file, saying where it is wrong
         */
        public Builder restore(Path file) throws IOException {
            return restore(SavedConversation.load(file));
        }

        /** {@return the conversation} */
        public Conversation build() {
            return new Conversation(this);
        }
    }
}
