package dev.llmdriver.http.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.spi.CallContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The vectors of a call's parts so far. One part is under way at a time, so there is no lock. */
public final class JoinedVectors {
    private final ModelRef ref;
    private final EmbeddingRequest request;
    private final List<float[]> vectors = new ArrayList<>();
    private final List<@Nullable Usage> usages = new ArrayList<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();
    private @Nullable String servedModel;
    /** Of each vector; 0 before the first. */
    private int length;

    /** Starts without a vector. */
    public JoinedVectors(ModelRef ref, EmbeddingRequest request) {
        this.ref = ref;
        this.request = request;
    }

    /** {@return how many vectors came} */
    public int count() {
        return vectors.size();
    }

    /** Adds a part's vectors, of which there must be as many as texts were asked about, each as long as was asked for. */
    public void add(int asked, Vectors part) {
        if (part.list().size() != asked) {
            throw malformed(
                    "vectors",
                    "asked for the vectors of " + asked + " texts, but "
                            + part.list().size() + " came; it may be another sort of model or server");
        }
        for (float[] vector : part.list()) {
            length = length == 0 ? vector.length : length;
            checkComparable(vector, length);
        }
        warnings.addAll(part.warnings());
        if (request.dimensions().isPresent()
                && warnings.stream().noneMatch(w -> w.field().equals("dimensions"))) {
            part.list()
                    .forEach(vector ->
                            checkLength(vector.length, request.dimensions().getAsInt()));
        }
        vectors.addAll(part.list());
        usages.add(part.usage());
        servedModel = part.servedModel() == null ? servedModel : part.servedModel();
    }

    /** What is of another length, or no number, would fail, or spoil each distance, where nobody knows any more where it came from. */
    private static void checkComparable(float[] vector, int length) {
        if (vector.length != length || length == 0) {
            throw malformed(
                    "vectors",
                    "vectors of one model are of one length, but one has " + length + " numbers and another "
                            + vector.length + "; it may be another sort of model or server");
        }
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                throw malformed("vectors", "a vector holds " + number + ", which is no number; try again");
            }
        }
    }

    private static void checkLength(int length, int wanted) {
        if (length != wanted) {
            throw malformed(
                    "dimensions",
                    "asked for vectors of " + wanted + " numbers, but one of " + length
                            + " came; leave dimensions out, or choose a model that can shorten its vectors");
        }
    }

    private static LlmException malformed(String reason, String message) {
        return LlmException.builder(ErrorKind.MALFORMED_RESPONSE, message)
                .reason(reason)
                .phase(Phase.DECODE)
                .build();
    }

    /** {@return the answer to the whole call} */
    public EmbeddingResponse response(CallContext call) {
        EmbeddingResponse.Builder answer = EmbeddingResponse.builder(ref, vectors)
                .warnings(List.copyOf(warnings))
                .attempts(call.ledger().attempts());
        Usage usage = usage();
        if (usage != null) {
            answer.usage(usage);
        }
        if (servedModel != null) {
            answer.servedModel(servedModel);
        }
        return answer.build();
    }

    private @Nullable Usage usage() {
        Usage.Builder sums = Usage.builder();
        OptionalLong input = sum(Usage::input);
        OptionalLong total = sum(Usage::total);
        input.ifPresent(sums::input);
        total.ifPresent(sums::total);
        return input.isEmpty() && total.isEmpty() ? null : sums.build();
    }

    /** A sum over some of the parts would look like that of all. */
    private OptionalLong sum(Function<Usage, OptionalLong> counter) {
        long sum = 0;
        for (Usage usage : usages) {
            OptionalLong count = usage == null ? OptionalLong.empty() : counter.apply(usage);
            if (count.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += count.getAsLong();
        }
        return OptionalLong.of(sum);
    }
}
