package dev.llmdriver.testkit.replay;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;

/**
 * Plays recorded answers to a driver, which is found and opened as by an application, and collects where what it makes of them is not
 * what is expected. Beside the outcome it checks that there was one request at the socket and one attempt in the answer, and that a
 * stream's events were in order, read in one of the ways in which applications read.
 *
 * <pre>{@code
 * try (Replay replay = new Replay("model", (base, setting) -> DriverOptions.builder("gemini")
 *         .set("base-url", base.toString()).set("api-key", "k").build())) {
 *     replay.play(cases, cut); // fails with all that disagree
 * }
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class Replay implements AutoCloseable {
    private final WireTwin twin = WireTwin.start();
    private final LlmDrivers drivers;
    private final Map<String, LlmProvider> providers = new HashMap<>();
    private final String model;
    private final BiFunction<URI, String, DriverOptions> options;
    private List<String> requestIdHeaders = List.of();
    private List<String> servedByHeaders = List.of();

    /**
     * Starts a server for recorded answers.
     *
     * @param model what is asked for
     * @param options of a provider that is to be at this address, for a {@linkplain ReplayCase#setting() setting}
     */
    public Replay(String model, BiFunction<URI, String, DriverOptions> options) {
        this(LlmDrivers.load(), model, options);
    }

    Replay(LlmDrivers drivers, String model, BiFunction<URI, String, DriverOptions> options) {
        this.drivers = drivers;
        this.model = model;
        this.options = options;
    }

    /** Demands that the request id of answers and errors is what stands in the first of these headers that a recording has. */
    public Replay requestIdIn(String... headers) {
        requestIdHeaders = List.of(headers);
        return this;
    }

    /** Demands that answers are served by whom the first of these headers names that a recording has. */
    public Replay servedByIn(String... headers) {
        servedByHeaders = List.of(headers);
        return this;
    }

    /**
     * Plays all of these.
     *
     * @throws AssertionError that names each case which did not turn out as expected
     */
    public void play(List<ReplayCase> cases, Cut cut) {
        List<String> disagreements = new ArrayList<>();
        for (ReplayCase one : cases) {
            disagreement(one, cut).ifPresent(disagreements::add);
        }
        if (!disagreements.isEmpty()) {
            throw new AssertionError("%d of %d disagree, %s (replay.seed=%d):%n%s"
                    .formatted(
                            disagreements.size(),
                            cases.size(),
                            cut,
                            Cut.runSeed(),
                            String.join(System.lineSeparator(), disagreements)));
        }
    }

    /** {@return in what way this case did not turn out as expected, if it did not} */
    public Optional<String> disagreement(ReplayCase played, Cut cut) {
        Reading[] readings = Reading.values();
        Reading reading = readings[Math.floorMod(played.toString().hashCode() + cut.hashCode(), readings.length)];
        try {
            Outcome observed = observe(played, cut, reading);
            return played.expected().agreesWith(observed)
                    ? Optional.empty()
                    : Optional.of(played + "\n  expected " + played.expected() + "\n  but was  " + observed);
        } catch (AssertionError | RuntimeException failure) {
            return Optional.of(played + "\n  " + failure);
        }
    }

    private Outcome observe(ReplayCase played, Cut cut, Reading reading) {
        twin.enqueue(cut.reply(played.recording()));
        int before = twin.requests().size();
        Outcome outcome = ask(played, reading);
        require(twin.requests().size() == before + 1, "requests at the socket: " + twin.requests());
        twin.assertScriptUsed();
        return outcome;
    }

    private Outcome ask(ReplayCase played, Reading reading) {
        try {
            ChatModel asked = provider(played.setting()).chatModel(model);
            ChatResponse response =
                    played.stream() ? reading.read(asked.stream(played.request())) : asked.generate(played.request());
            check(played, response.attempts(), response.requestId());
            same("served by", played, servedByHeaders, response.servedBy());
            return Outcome.of(response, played.expected());
        } catch (LlmException | CompletionException failure) {
            LlmException error = LlmException.of(failure);
            check(played, error.attempts(), error.requestId());
            return Outcome.of(error);
        }
    }

    private void check(ReplayCase played, List<Attempt> attempts, Optional<String> requestId) {
        require(attempts.size() == 1, "attempts: " + attempts);
        same("request id", played, requestIdHeaders, requestId);
    }

    private static void same(String what, ReplayCase played, List<String> headers, Optional<String> said) {
        if (headers.isEmpty()) {
            return;
        }
        Optional<String> recorded = headers.stream()
                .flatMap(
                        name -> Optional.ofNullable(played.recording().headers().get(name)).stream())
                .findFirst();
        require(recorded.equals(said), what + " is " + said + ", but in the recording " + recorded);
    }

    private LlmProvider provider(String setting) {
        return providers.computeIfAbsent(setting, key -> drivers.open(options.apply(twin.baseUri(), key)));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Closes providers and server. */
    @Override
    public void close() {
        providers.values().forEach(LlmProvider::close);
        twin.close();
    }
}
