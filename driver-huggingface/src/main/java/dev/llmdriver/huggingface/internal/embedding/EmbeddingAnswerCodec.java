package dev.llmdriver.huggingface.internal.embedding;

import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.error.ErrorBodyParser;
import java.io.IOException;

/** Reads vectors, or the error that came in their place: one of status 200 is classified like any other (wire page 4.4, row 24). */
public final class EmbeddingAnswerCodec implements BodyDecoder<Vectors> {
    private final EmbeddingCodec vectors;
    private final ErrorClassifier errors;

    /** Makes a codec for the answer to this number of texts. */
    public EmbeddingAnswerCodec(int texts, ErrorClassifier errors) {
        this.vectors = new EmbeddingCodec(texts);
        this.errors = errors;
    }

    @Override
    public Vectors decode(WireResponse response) throws IOException {
        try {
            return vectors.decode(response);
        } catch (IOException noVectors) {
            ErrorFacts facts = ErrorFacts.builder(0).body(response.text()).build();
            boolean isError = facts.json().isObject()
                    && !ErrorBodyParser.parse(facts).message().isEmpty();
            if (isError) {
                throw errors.classify(facts).build();
            }
            throw noVectors;
        }
    }
}
