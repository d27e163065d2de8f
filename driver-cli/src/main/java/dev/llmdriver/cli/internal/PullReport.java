package dev.llmdriver.cli.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.ollama.PullProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells of a download: a bar for each layer on a terminal, a line for each status elsewhere, or one JSON object at its end. */
abstract class PullReport implements Consumer<PullProgress> {
    /** Nothing more comes; the download is complete. */
    abstract void finished();

    static PullReport of(Io io, boolean json, ModelRef ref) {
        if (json) {
            return new Whole(io.out(), ref);
        }
        return io.terminals().out() ? new Bars(io.out()) : new Plain(io.out());
    }

    /** A line for each status that differs from the last one. */
    private static final class Plain extends PullReport {
        private final Output out;
        private String last = "";

        Plain(Output out) {
            this.out = out;
        }

        @Override
        public void accept(PullProgress progress) {
            if (!progress.status().equals(last)) {
                last = progress.status();
                out.println(Lines.one(last));
            }
        }

        @Override
        void finished() {
            // the last status says so
        }
    }

    /** A line that is written over and over, until another status begins the next one. */
    private static final class Bars extends PullReport {
        private final Output out;
        private String last = "";
        private String shown = "";

        Bars(Output out) {
            this.out = out;
        }

        @Override
        public void accept(PullProgress progress) {
            String line = ProgressBar.line(progress);
            if (!progress.status().equals(last)) {
                out.endLine();
                last = progress.status();
            } else if (line.equals(shown)) {
                return; // daemons tell more often than a bar changes
            }
            shown = line;
            out.print("\r" + line + Ansi.ERASE_TO_END_OF_LINE);
        }

        @Override
        void finished() {
            out.endLine();
        }
    }

    /** One JSON object: what was downloaded, and how much. */
    private static final class Whole extends PullReport {
        private final Output out;
        private final ModelRef ref;
        private final Map<String, Long> layers = new LinkedHashMap<>();

        Whole(Output out, ModelRef ref) {
            this.out = out;
            this.ref = ref;
        }

        @Override
        public void accept(PullProgress progress) {
            if (!progress.digest().isEmpty()) {
                layers.put(progress.digest(), progress.total());
            }
        }

        @Override
        void finished() {
            out.println(Json.object(json -> {
                json.writeStringField("ref", ref.toString());
                json.writeStringField("status", "success");
                json.writeNumberField("layers", layers.size());
                json.writeNumberField(
                        "bytes",
                        layers.values().stream().mapToLong(Long::longValue).sum());
            }));
        }
    }
}
