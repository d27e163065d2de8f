package dev.llmdriver.benchmarks.server;

import org.jspecify.annotations.Nullable;

/**
 * What the server answers, chosen by the name of the model: {@code bench-<n>-<delay>[-p<k>][-ts][-stall][-t<tag>]}.
 *
 * @param tokens content chunks of the answer; {@code endless} in a name
 * @param delayMillis the pause between chunks; 0: as fast as the socket takes them
 * @param pack content chunks in one write when unpaced, up to 64 ({@code p})
 * @param stamped whether each chunk's text is the server's clock at its write ({@code ts})
 * @param stall whether nothing more is sent after the content, and the answer stays open
 * @param tag the name under which {@code GET /__stats?tag=} tells what became of the stream ({@code t})
 */
record Script(
        long tokens,
        long delayMillis,
        int pack,
        boolean stamped,
        boolean stall,
        @Nullable String tag) {
    private static final String PREFIX = "bench-";
    private static final int DEFAULT_PACK = 16;

    static Script parse(String model) {
        int start = model.indexOf(PREFIX);
        if (start < 0) {
            throw new IllegalArgumentException(
                    "the model " + model + " has no script, such as bench-100-0, in its name");
        }
        String[] parts = model.substring(start + PREFIX.length()).split("-");
        long tokens = parts[0].equals("endless") ? Long.MAX_VALUE : Long.parseLong(parts[0]);
        long delay = parts.length > 1 ? Long.parseLong(parts[1]) : 0;
        int pack = DEFAULT_PACK;
        boolean stamped = false;
        boolean stall = false;
        String tag = null;
        for (int i = 2; i < parts.length; i++) {
            switch (parts[i]) {
                case "ts" -> stamped = true;
                case "stall" -> stall = true;
                default -> {
                    if (parts[i].startsWith("p")) {
                        pack = Integer.parseInt(parts[i].substring(1));
                    } else {
                        tag = parts[i].substring(1);
                    }
                }
            }
        }
        return new Script(tokens, delay, pack, stamped, stall, tag);
    }
}
