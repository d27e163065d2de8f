package dev.llmdriver.huggingface.internal.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.http.Headers;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shapes of vectors, wire page 6. */
class EmbeddingCodecTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1-D, one text          | 1 | [1,2]                               | [1.0, 2.0] | false",
                "2-D, one text          | 1 | [[1,2]]                             | [1.0, 2.0] | false",
                "2-D, two texts         | 2 | [[1,2],[3,4]]                       | [1.0, 2.0] [3.0, 4.0] | false",
                "2-D, tokens of one     | 1 | [[1,2],[3,4]]                       | [2.0, 3.0] | true",
                "3-D, tokens of one     | 1 | [[[1,2],[3,4]]]                     | [2.0, 3.0] | true",
                "3-D, tokens of two     | 2 | [[[1,2],[3,4]],[[5,6]]]             | [2.0, 3.0] [5.0, 6.0] | true",
                "3-D, one token each    | 2 | [[[1,2]],[[3,4]]]                   | [1.0, 2.0] [3.0, 4.0] | false",
                "3-D, one around all    | 2 | [[[1,2],[3,4]]]                     | [1.0, 2.0] [3.0, 4.0] | false",
                "4-D, tokens of two     | 2 | [[[[1,2],[3,4]]],[[[5,6],[7,8]]]]   | [2.0, 3.0] [6.0, 7.0] | true",
                "4-D, tokens of one     | 1 | [[[[1,2],[3,4]]]]                   | [2.0, 3.0] | true",
            })
    void bareArrays(String name, int texts, String body, String expected, boolean pooled) throws IOException {
        Vectors vectors = decode(texts, body);
        assertThat(vectors.list().stream().map(Arrays::toString).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
        assertThat(vectors.warnings()).hasSize(pooled ? 1 : 0);
    }

    @Test
    void openAiList_isSortedByIndex() throws IOException {
        Vectors vectors = decode(
                2,
                "{\"object\":\"list\",\"model\":\"e5\",\"data\":[{\"index\":1,\"embedding\":[3,4]},{\"index\":0,"
                        + "\"embedding\":[1e0,2]}],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
        assertThat(vectors.list()).containsExactly(new float[] {1, 2}, new float[] {3, 4});
        assertThat(vectors.servedModel()).isEqualTo("e5");
        assertThat(vectors.usage().input()).hasValue(5);
        assertThat(vectors.usage().output()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | [[1,2]]                     | asked for the vectors of 2 texts, but 1 came",
                "1 | {\"error_type\":\"x\"}      | neither data nor bare arrays",
                "1 | {\"data\":[{\"index\":0}]}  | expected a vector of numbers",
                "1 | [[1,\"a\"]]                 | expected a number in a vector",
                "1 | [[[1,2],[3]]]               | differ in length",
                "2 | [[[[[1],[2]],[[3],[4]]]],[[[[1],[2]],[[3],[4]]]]] | choose a model for sentence embeddings",
            })
    void whatIsNoVector_isToldClearly(int texts, String body, String message) {
        assertThatThrownBy(() -> decode(texts, body))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private static Vectors decode(int texts, String body) throws IOException {
        return new EmbeddingCodec(texts)
                .decode(new WireResponse(200, Headers.none(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
