package dev.llmdriver.client.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was about to be sent, on disk before it is. A line of text for each step:
 *
 * <pre>
 * llm-batch 1 bytes=… lines=… sha256=…   the input, once, at the beginning
 * sent 3 4 5                             these lines are about to be sent
 * again 4                                the result of these lines is dropped, they are to be sent again
 * </pre>
 *
 * A line that was sent and has no result was under way when a run ended, and nobody knows whether it was answered and billed.
 */
final class Journal implements Closeable {
    private static final String HEADER = "llm-batch 1 ";
    private static final int LINES_PER_STEP = 1000;

    private final Log log;
    private final BitSet open = new BitSet();
    private final BitSet resent = new BitSet();
    private @Nullable Fingerprint input;

    private Journal(Log log) {
        this.log = log;
    }

    /** Opens a journal and reads what it holds; empty if somebody else has it open. */
    static Optional<Journal> open(Disk disk, Path path) throws IOException {
        Log log = Log.open(disk, path);
        try {
            Journal journal = new Journal(log);
            if (log.lock()) {
                log.recover(path, HEADER, (line, text) -> journal.read(text));
                return Optional.of(journal);
            }
        } catch (IOException | RuntimeException | Error failed) {
            log.close();
            throw failed;
        }
        log.close();
        return Optional.empty();
    }

    private boolean read(String text) {
        if (input == null) {
            input = text.startsWith(HEADER)
                    ? Fingerprint.parse(text.substring(HEADER.length())).orElse(null)
                    : null;
            return input != null;
        }
        return read(text, "sent ", this::markSent) || read(text, "again ", open::clear);
    }

    private boolean read(String text, String step, IntConsumer mark) {
        if (!text.startsWith(step)) {
            return false;
        }
        try {
            int[] lines = Arrays.stream(text.substring(step.length()).split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            boolean sound = Arrays.stream(lines).allMatch(this::isLine);
            Arrays.stream(sound ? lines : new int[0]).forEach(mark);
            return sound;
        } catch (NumberFormatException garbled) {
            return false;
        }
    }

    /** The input has no more lines than bytes, and one that begins after the last. */
    boolean isLine(int number) {
        return input != null && number >= 1 && number <= input.bytes() + 1;
    }

    /** {@return the input that this journal was begun for; empty if it is new} */
    Optional<Fingerprint> input() {
        return Optional.ofNullable(input);
    }

    void begin(Fingerprint of) throws IOException {
        log.append(HEADER + of);
        log.force();
        input = of;
    }

    /** Says, durably, that these lines are about to be sent. */
    void sent(List<Integer> lines) throws IOException {
        if (!lines.isEmpty()) {
            step("sent ", lines.stream().mapToInt(Integer::intValue).toArray());
            lines.forEach(this::markSent);
        }
    }

    /** Says, durably, that the results of these lines are no more. */
    void again(BitSet lines) throws IOException {
        step("again ", lines.stream().toArray());
        open.andNot(lines);
    }

    private void step(String name, int[] lines) throws IOException {
        for (int from = 0; from < lines.length; from += LINES_PER_STEP) {
            int to = Math.min(lines.length, from + LINES_PER_STEP);
            log.append(IntStream.range(from, to)
                    .mapToObj(at -> "" + lines[at])
                    .collect(Collectors.joining(" ", name, "")));
        }
        log.force();
    }

    private void markSent(int line) {
        if (open.get(line)) {
            resent.set(line);
        }
        open.set(line);
    }

    /** {@return the lines that were sent, with or without a result} */
    BitSet open() {
        return (BitSet) open.clone();
    }

    /** {@return whether the line was sent, and nobody knows what became of that; asked before it is sent again} */
    boolean isInDoubt(int line) {
        return open.get(line) || resent.get(line);
    }

    /** {@return how many lines were sent again while nobody knew what had become of the first time} */
    int resent() {
        return resent.cardinality();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
