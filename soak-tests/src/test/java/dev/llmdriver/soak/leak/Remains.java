package dev.llmdriver.soak.leak;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is left when everything is closed: constants, and threads that the whole process shares.
 *
 * @param objects the project's live objects by class
 * @param buffers Netty's open resources by type
 * @param threads the threads by name
 */
public record Remains(Map<String, Long> objects, Map<String, Long> buffers, Map<String, Integer> threads) {
    /** What belongs to a single call, or to a client: not one more may be left. */
    private static final Set<String> CALLS = Set.of(
            "dev.llmdriver.ChatRequest",
            "dev.llmdriver.ChatResponse",
            "dev.llmdriver.EmbeddingRequest",
            "dev.llmdriver.client.LlmClient",
            "dev.llmdriver.http.ProviderEndpoint",
            "dev.llmdriver.http.internal.Connections",
            "dev.llmdriver.http.internal.Delivery",
            "dev.llmdriver.http.internal.PhaseClock",
            "dev.llmdriver.http.internal.StreamCall",
            "dev.llmdriver.http.internal.UnaryCall",
            "dev.llmdriver.internal.EngineChatStream",
            "dev.llmdriver.internal.PullRelay",
            "dev.llmdriver.internal.PushRelay",
            "dev.llmdriver.internal.StreamCall",
            "dev.llmdriver.resilience.internal.course.StreamCourse",
            "dev.llmdriver.resilience.internal.course.UnaryCourse",
            "dev.llmdriver.resilience.internal.gate.GatedCall",
            "dev.llmdriver.resilience.internal.gate.GatedStream",
            "dev.llmdriver.resilience.internal.gate.Ticket",
            "dev.llmdriver.spi.AttemptLedger",
            "dev.llmdriver.spi.CallContext",
            "dev.llmdriver.spi.CallFuture");

    /** Constants are made when their class is first used, perhaps late; a leak of calls comes in hundreds. */
    private static final int CONSTANTS = 8;

    /** Pools of the process, bounded, that end by themselves when idle; the timer stays. */
    private static final Map<String, Integer> SHARED =
            Map.of("llm-driver-callback-#", 8, "llm-driver-timer", 1, "globalEventExecutor-#-#", 1);

    /** The JDK's own, which come and go as it likes. */
    private static final Pattern JDK =
            Pattern.compile("(ForkJoinPool|VirtualThread|Common-Cleaner|Cleaner|Attach Listener|Signal Dispatcher).*");

    /** {@return what is left now} */
    public static Remains look() {
        return new Remains(
                LiveObjects.count(Remains::isOurs),
                Buffers.open(),
                LiveThreads.count(name -> !JDK.matcher(name).matches()));
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.llmdriver.") && !className.startsWith("dev.llmdriver.soak.");
    }

    /** {@return the names that must not be left, for a test that they name classes} */
    static Set<String> calls() {
        return CALLS;
    }

    /** {@return what should not be there, as compared with an earlier look; empty if all is well} */
    public Map<String, String> leaksSince(Remains before) {
        Map<String, String> leaks = new TreeMap<>();
        add(leaks, objects, before.objects, name -> CALLS.contains(name) ? 0 : CONSTANTS);
        add(leaks, buffers, before.buffers, name -> 0);
        add(leaks, threads, before.threads, name -> SHARED.getOrDefault(name, 0));
        return leaks;
    }

    /** How many more than before there may be. */
    private interface Allowance {
        int of(String name);
    }

    private static <N extends Number> void add(
            Map<String, String> leaks, Map<String, N> now, Map<String, N> before, Allowance allowance) {
        Predicate<Map.Entry<String, N>> grown = each -> {
            N earlier = before.get(each.getKey());
            long known = earlier == null ? 0 : earlier.longValue();
            return each.getValue().longValue() > known + allowance.of(each.getKey());
        };
        now.entrySet().stream()
                .filter(grown)
                .forEach(each ->
                        leaks.put(each.getKey(), each.getValue() + " now, " + before.get(each.getKey()) + " before"));
    }
}
