package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Headers;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.util.Optional;

/** Reads whole bodies by the rules of the endpoint. */
public final class Decoding {
    private Decoding() {}

    /** {@return an answer of status 200} */
    public static WireResponse answer(String contentType, byte[] body) {
        return new WireResponse(200, Headers.none().with("Content-Type", contentType), body);
    }

    /** {@return what a body says; empty if it is an error, or cannot be understood} */
    public static <T> Optional<T> decode(BodyDecoder<T> decoder, WireResponse response) {
        try {
            return Optional.of(decoder.decode(response));
        } catch (LlmException told) {
            assertThat(told.getMessage()).isNotBlank();
            return Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    /** {@return the answer that a body holds, if it does} */
    public static Optional<ChatResponse> chat(BodyDecoder<ChatResponseBuilder> decoder, WireResponse response) {
        Optional<ChatResponse> answer = decode(decoder, response).map(ChatResponseBuilder::build);
        answer.flatMap(ChatResponse::usage).ifPresent(Outcome::checkCounters);
        return answer;
    }

    /** Checks what a body holds of vectors. */
    public static void vectors(BodyDecoder<Vectors> decoder, WireResponse response) {
        decode(decoder, response).ifPresent(vectors -> {
            Outcome.checkCounters(vectors.usage());
            assertThat(vectors.list()).allMatch(vector -> vector.length > 0);
        });
    }
}
