package dev.llmdriver.huggingface.internal.error;

import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;

/**
 * Reads an answer that is no chat, or the error that came in its place: one of status 200 is classified like any other (wire page 4.4,
 * row 24).
 *
 * @param answer reads the answer, and throws where there is none
 * @param errors turns the error into a type
 */
public record AnswerOrError<T>(BodyDecoder<T> answer, ErrorClassifier errors) implements BodyDecoder<T> {
    @Override
    public T decode(WireResponse response) throws IOException {
        try {
            return answer.decode(response);
        } catch (IOException noAnswer) {
            ErrorFacts facts = ErrorFacts.builder(0).body(response.text()).build();
            boolean isError = facts.json().isObject()
                    && !ErrorBodyParser.parse(facts).message().isEmpty();
            if (isError) {
                throw errors.classify(facts).build();
            }
            throw noAnswer;
        }
    }
}
