package dev.llmdriver.soak;

import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the servers did, request by request. Thread-safe. */
final class Served {
    /** Stands in every prompt. */
    private static final Pattern KEY = Pattern.compile("soak:(\\w+):(\\w)");

    private final long seed;
    private final Map<String, List<Fault>> byKey = new ConcurrentHashMap<>();
    private final Map<RecordedRequest, Fault> open = new ConcurrentHashMap<>();

    Served(long seed) {
        this.seed = seed;
    }

    /** {@return the prompt of a call} */
    static String prompt(String key, boolean mayStall) {
        return "soak:" + key + ":" + (mayStall ? "s" : "n") + " Tell me.";
    }

    /** {@return the key in a prompt} */
    static String key(String prompt) {
        Matcher found = KEY.matcher(prompt);
        return found.find() ? found.group(1) : "";
    }

    /** Lets a server answer calls of this test by chance, and everything else by itself. */
    void on(WireTwin twin, Wire wire) {
        twin.on(request -> decide(request, wire), request -> reply(request, wire));
    }

    private boolean decide(RecordedRequest request, Wire wire) {
        Matcher found = KEY.matcher(request.body());
        if (!found.find()) {
            return false;
        }
        List<Fault> earlier = byKey.computeIfAbsent(found.group(1), key -> new CopyOnWriteArrayList<>());
        Fault fault;
        synchronized (earlier) {
            fault = Fault.of(
                    seed, found.group(1), earlier.size(), wire, found.group(2).equals("s"));
            earlier.add(embeds(request) && fault.isWhole() ? Fault.NONE : fault);
        }
        if (embeds(request) && fault.isWhole()) {
            return false; // vectors are the twin's own
        }
        open.put(request, fault);
        return true;
    }

    private Reply reply(RecordedRequest request, Wire wire) {
        Matcher found = KEY.matcher(request.body());
        Fault fault = open.remove(request);
        if (!found.find() || fault == null) {
            throw new IllegalStateException("nothing was decided for " + request);
        }
        int number = of(found.group(1)).size();
        boolean streamed = !embeds(request) && wire.asksForStream(request);
        return fault.reply(
                new Scene(wire, found.group(1), streamed, Chance.of(seed, "reply " + found.group(1), number)));
    }

    private static boolean embeds(RecordedRequest request) {
        return request.path().toLowerCase(java.util.Locale.ROOT).contains("embed");
    }

    /** {@return what was done with the requests of a key, in order} */
    List<Fault> of(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** {@return how often each fault was served} */
    Map<Fault, Long> counts() {
        Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        byKey.values().forEach(faults -> faults.forEach(fault -> counts.merge(fault, 1L, Long::sum)));
        return counts;
    }
}
