package dev.llmdriver.http.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonChunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick parser against Jackson's: it reads the same, or leaves the value alone. */
class QuickParserTest {
    private static final int VALUES = Integer.getInteger("llm.json.values", 20_000);

    private final QuickParser quick = new QuickParser();

    @Test
    void itReadsWhatJacksonReadsOrLeavesItAlone() {
        Random random = new Random(42);
        RandomJson values = new RandomJson(random, true);
        int left = 0;
        for (int i = 0; i < VALUES; i++) {
            byte[] json = values.object();
            byte[] some = random.nextBoolean() ? json : values.spoilt(json);
            Optional<List<String>> read = quickly(some);
            left += read.isPresent() ? 0 : 1;
            read.ifPresent(tokens -> assertThat(Optional.of(tokens))
                    .as(new String(some, StandardCharsets.UTF_8))
                    .isEqualTo(byJackson(some)));
        }
        assertThat(left).as("of so many at random, values left alone").isBetween(VALUES / 10, VALUES * 9 / 10);
    }

    @Test
    void ordinaryValuesAreNotLeftAlone() {
        RandomJson values = new RandomJson(new Random(7), false);
        int left = 0;
        for (int i = 0; i < VALUES; i++) {
            byte[] json = values.object();
            boolean names = new String(json, StandardCharsets.UTF_8).matches("(?s).*(\"Ü\"|\"a.u0062\"|\uFFFD).*");
            left += names || quickly(json).isPresent() ? 0 : 1;
        }
        assertThat(left).isZero();
    }

    /** A stream's values are nearly the same, so each is also read as what differs from the last one. */
    @Test
    void ofValuesThatAreNearlyTheSameEachIsReadAsItIs() {
        Random random = new Random(11);
        RandomJson values = new RandomJson(random, true);
        for (int i = 0; i < VALUES / 10; i++) {
            byte[] json = values.object();
            for (int change = 0; change < 12; change++) {
                byte[] changed = random.nextInt(4) == 0 ? json : values.spoilt(json);
                Optional<List<String>> read = quickly(changed);
                quick.release();
                read.ifPresent(tokens -> assertThat(Optional.of(tokens))
                        .as(new String(changed, StandardCharsets.UTF_8))
                        .isEqualTo(byJackson(changed)));
            }
        }
    }

    @Test
    void whatDiffersMayBeOfAnySort() {
        String text = "{\"id\":\"x\",\"t\":\"%s\",\"n\":1,\"in\":{\"a\":[]}}";
        List.of("one", "two", "a longer one", "", "é", "\\\"", "\\n\\u0041", "two", "\",\"t\":\"")
                .forEach(content -> isReadAsByJackson(text.formatted(content)));
        String number = "{\"n\":%s,\"in\":{\"a\":{}}}";
        List.of("1", "2", "-30", "123456789012", "0").forEach(content -> isReadAsByJackson(number.formatted(content)));
        for (String rare : List.of("01", "1.5", "", "-", "1 2", "9".repeat(30))) {
            isReadAsByJackson(number.formatted("5"));
            assertThat(quickly(number.formatted(rare).getBytes(StandardCharsets.UTF_8)))
                    .as(rare)
                    .isEmpty();
        }
    }

    @Test
    void aValueMayBeNoMoreThanAText() {
        for (String json : List.of("\"one\"", "\"one\":1", "\"one\":2", "\"two\"", "\"three\"")) {
            isReadAsByJackson(json);
        }
        assertThat(quickly("\"three#".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(quickly("\"one#:2".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void aTextThatIsTheSameButNotClosedIsNotTheSame() {
        for (int i = 0; i < 3; i++) {
            isReadAsByJackson("\"one\":1");
        }
        assertThat(quickly("\"one#:1".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    private void isReadAsByJackson(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(quickly(bytes)).as(json).isPresent().isEqualTo(byJackson(bytes));
    }

    private Optional<List<String>> quickly(byte[] json) {
        try {
            quick.reset(json, 0, json.length);
            return Optional.of(tokens(quick));
        } catch (Unusual left) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Optional<List<String>> byJackson(byte[] json) {
        try (JsonParser in = Json.parser(json, 0, json.length)) {
            return Optional.of(tokens(in));
        } catch (IOException wrong) {
            return Optional.empty();
        }
    }

    /** Every token of one object with its text and places. */
    private static List<String> tokens(JsonParser in) throws IOException {
        List<String> tokens = new ArrayList<>();
        int depth = 0;
        do {
            JsonToken token = in.nextToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            tokens.add(token + " " + value(in, token));
        } while (depth > 0);
        return tokens;
    }

    private static String value(JsonParser in, JsonToken token) throws IOException {
        return switch (token) {
            case FIELD_NAME -> in.currentName();
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getText() + " " + in.getNumberType() + " " + in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getText();
            case START_OBJECT, END_OBJECT ->
                Long.toString(in.currentTokenLocation().getByteOffset());
            default -> "";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"a\":1}|1",
                "{\"x\":{\"a\":[{\"a\":2}]},\"a\":3}|3",
                "{\"x\":[1,[2,{}],\"]\"],\"a\":\"t\\u0065xt\"}|text",
                "{\"x\":\"\\\\\",\"a\":\"é\"}|é"
            })
    void skippedValuesLeaveNothingBehind(String json, String value) {
        byte[] bytes = ("..." + json + "...").getBytes(StandardCharsets.UTF_8);
        quick.reset(bytes, 3, bytes.length - 6);
        assertThat(quick.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        while (!quickName().equals("a")) {
            quick.nextToken();
            quick.skipChildren();
        }
        quick.nextToken();
        assertThat(quick.getText()).isEqualTo(value);
        assertThat(quick.nextToken()).isEqualTo(JsonToken.END_OBJECT);
        assertThatThrownBy(quick::nextToken).isInstanceOf(Unusual.class);
    }

    private String quickName() {
        quick.nextToken();
        return quick.currentName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1.5}", "{\"a\":[1e3]}", "{\"a\":NaN}", "{\"a\":\"\uFFFD\"}", "{\"\\u0061\":1}"})
    void whatIsRareIsReadByJacksonFromTheBeginning(String json) throws IOException {
        List<String> begun = new ArrayList<>();
        List<String> read = new ArrayList<>();
        JsonChunks chunks = chunks(in -> {
            begun.add(in.getClass().getSimpleName());
            read.clear();
            read.addAll(tokens(in));
        });
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        chunks.read(bytes, 0, bytes.length);
        assertThat(begun).singleElement().isNotEqualTo("QuickParser");
        assertThat(Optional.of(read)).isEqualTo(byJackson(bytes));
    }

    /** Nothing is marked, so each value of which something was asked is read. */
    private static JsonChunks chunks(JsonChunks.Reading reading) {
        return new JsonChunks(reading, (mark, in) -> false);
    }

    /** The places of tokens are kept in few bits. */
    @Test
    void whatIsTooLongIsLeftToJackson() {
        int left = 0;
        for (int length = 65_500; length < 65_550; length++) {
            byte[] json = ("{\"a\":\"" + "x".repeat(length) + "\",\"b\":[1]}").getBytes(StandardCharsets.UTF_8);
            Optional<List<String>> read = quickly(json);
            left += read.isPresent() ? 0 : 1;
            read.ifPresent(tokens -> assertThat(Optional.of(tokens)).isEqualTo(byJackson(json)));
        }
        assertThat(left).isBetween(10, 40);
    }

    @Test
    void aValueMayStandFarBehindInItsArray() throws IOException {
        List<String> read = new ArrayList<>();
        JsonChunks chunks = chunks(in -> {
            assertThat(in).isInstanceOf(QuickParser.class);
            read.addAll(tokens(in));
        });
        byte[] json = "{\"a\":\"b\",\"n\":[12,true]}".getBytes(StandardCharsets.UTF_8);
        byte[] behind = new byte[100_000 + json.length];
        System.arraycopy(json, 0, behind, 100_000, json.length);
        chunks.read(behind, 100_000, json.length);
        assertThat(Optional.of(read)).isEqualTo(byJackson(json));
        assertThat(chunks.length()).isEqualTo(json.length);
    }

    @Test
    void whatIsWrongIsRefusedInJacksonsWords() {
        JsonChunks chunks = chunks(in -> assertThat(tokens(in)).isNotEmpty());
        byte[] bytes = "{\"a\":1,}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> chunks.read(bytes, 0, bytes.length))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("double-quote");
    }

    @Test
    void depthAndLengthsAreBoundedByJackson() {
        JsonChunks chunks = chunks(in -> assertThat(tokens(in)).isNotEmpty());
        byte[] deep = ("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> chunks.read(deep, 0, deep.length)).hasMessageContaining("200");
        byte[] number = ("{\"a\":" + "1".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> chunks.read(number, 0, number.length)).hasMessageContaining("1000");
    }

    /** Texts are looked at eight bytes at a time, so what ends or changes one is put at each place. */
    @Test
    void aTextMayEndAndBeEscapedAnywhere() {
        for (int length = 0; length < 20; length++) {
            String plain = "abcdefghijklmnopqrst".substring(0, length);
            isReadAsByJackson("{\"" + plain + "\":\"" + plain + "\"}");
            for (int at = 0; at <= length; at++) {
                for (String piece : List.of("\\n", "\\\"\\\\", "é", "\\/\uD83D\uDE00\\t", "\\u00e9\\r")) {
                    String text = plain.substring(0, at) + piece + plain.substring(at);
                    isReadAsByJackson("{\"t\":\"" + text + "\"}");
                    isReadAsByJackson("{\"t\":\"" + text + "\",\"and\":[\"more\"," + length + "]}");
                }
            }
        }
    }

    @Test
    void aTextThatIsNotClosedIsLeftAlone() {
        for (String text : List.of("", "abcdefgh", "abcdefghijklm\\", "abcdefg\\\"", "a\\", "\\n\\n\\n\\n\\")) {
            assertThat(quickly(("{\"t\":\"" + text).getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"é\"}", "{}", "{\"a\":[1,{}]}", "{\"a\":1.5}", "{\"a\":\"\uFFFD\"}"})
    void whatFollowsAValueIsNotReadAndItsLengthIsKnown(String json) throws IOException {
        JsonChunks chunks = chunks(in -> assertThat(tokens(in)).isNotEmpty());
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        for (String rest : List.of("", " \n", ",{\"b\":1}", "}", "{\"a\":", "x")) {
            byte[] bytes = ("..." + json + rest).getBytes(StandardCharsets.UTF_8);
            chunks.read(bytes, 3, bytes.length - 3);
            assertThat(chunks.length()).as(rest).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,INT", "-5,INT", "123456789,INT", "2147483647,INT", "-2147483648,INT", "2147483648,LONG"})
    void aNumberIsOfTheLeastTypeThatHoldsIt(String number, JsonParser.NumberType type) throws IOException {
        byte[] bytes = ("[" + number + "]").getBytes(StandardCharsets.UTF_8);
        quick.reset(bytes, 0, bytes.length);
        assertThat(quick.nextToken()).isEqualTo(JsonToken.START_ARRAY);
        assertThat(quick.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
        assertThat(quick.getNumberType()).isEqualTo(type);
    }
}
