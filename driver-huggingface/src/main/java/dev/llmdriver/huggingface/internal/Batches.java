package dev.llmdriver.huggingface.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.FieldFate;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.huggingface.internal.embedding.Vectors;
import dev.llmdriver.huggingface.internal.request.Fates;
import dev.llmdriver.spi.CallContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of one call in batches, and the vectors that came so far. One batch is under way at a time, so there is no lock. */
final class Batches {
    private final ModelRef ref;
    private final List<String> texts;
    private final int size;
    private final List<float[]> vectors = new ArrayList<>();
    private List<FieldFate> fates = List.of();
    private boolean pooled;
    private @Nullable Long input;
    private @Nullable Long total;
    private @Nullable String model;

    Batches(ModelRef ref, EmbeddingRequest request, int size) {
        this.ref = ref;
        this.texts = request.texts();
        this.size = size;
    }

    boolean isSplit() {
        return texts.size() > size;
    }

    boolean isComplete() {
        return vectors.size() == texts.size();
    }

    List<String> next() {
        return texts.subList(vectors.size(), Math.min(texts.size(), vectors.size() + size));
    }

    void fates(List<FieldFate> fates) {
        this.fates = fates;
    }

    void add(Vectors batch) {
        vectors.addAll(batch.list());
        pooled |= batch.pooled();
        model = batch.model() == null ? model : batch.model();
        Usage usage = batch.usage();
        if (usage != null) {
            input = sum(input, usage.input().orElse(0));
            total = sum(total, usage.total().orElse(0));
        }
    }

    private static long sum(@Nullable Long before, long more) {
        return before == null ? more : before + more;
    }

    EmbeddingResponse response(CallContext call) {
        List<Warning> warnings = new ArrayList<>(Fates.warnings(fates));
        if (pooled) {
            warnings.add(new Warning(
                    "emulated", "", "the model answers with a vector for each token; those of a text were averaged"));
        }
        EmbeddingResponse.Builder answer = EmbeddingResponse.builder(ref, vectors)
                .warnings(warnings)
                .attempts(call.ledger().attempts());
        if (input != null && total != null) {
            answer.usage(Usage.builder().input(input).total(total).build());
        }
        if (model != null) {
            answer.servedModel(model);
        }
        return answer.build();
    }
}
