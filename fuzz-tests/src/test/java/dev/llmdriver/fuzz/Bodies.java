package dev.llmdriver.fuzz;

import java.io.IOException;
import java.util.List;

/** Something that reads a whole input. */
public final class Bodies implements FuzzTarget {
    private final Reader reader;
    private final List<byte[]> seeds;

    /** Reads, and throws if something does not hold. */
    @FunctionalInterface
    public interface Reader {
        /** Reads an input. */
        void read(Input input) throws IOException;
    }

    /** Makes the target of a reader. */
    public Bodies(Reader reader, List<byte[]> seeds) {
        this.reader = reader;
        this.seeds = seeds;
    }

    @Override
    public void feed(byte[] bytes) throws IOException {
        reader.read(Input.of(bytes));
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }
}
