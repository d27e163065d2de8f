package dev.llmdriver.http;

import java.io.IOException;

/**
 * Reads an answer that is no chat, or the error that came in its place with status 200, as relays send it: that one is classified like any
 * other.
 *
 * @param <T> what the answer says
 * @param answer reads the answer, and throws where there is none
 * @param errors turns the error into a type
 */
public record AnswerOrError<T>(BodyDecoder<T> answer, ErrorClassifier errors) implements BodyDecoder<T> {
    @Override
    public T decode(WireResponse response) throws IOException {
        try {
            return answer.decode(response);
        } catch (IOException noAnswer) {
            ErrorFacts facts = ErrorFacts.builder(0)
                    .headers(response.headers())
                    .body(response.text())
                    .build();
            if (errors.isError(facts)) {
                throw errors.classify(facts).build();
            }
            throw noAnswer;
        }
    }
}
