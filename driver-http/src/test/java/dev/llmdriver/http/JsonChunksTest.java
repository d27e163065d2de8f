package dev.llmdriver.http;

import static dev.llmdriver.http.EventLog.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a value is read as a whole, and when only what differs from the one before. */
class JsonChunksTest {
    private static final int TEXT = 3;

    private final List<String> read = new ArrayList<>();
    private final JsonChunks chunks = new JsonChunks(this::whole, this::refresh);
    private boolean refuses;

    @Test
    void onceAValueHasRecurredOnlyWhatIsMarkedIsRead() throws IOException {
        assertThat(reads("{'id':1,'text':'%s'}", "a", "b", "c", "d", "e", "f"))
                .containsExactly("whole a", "whole b", "whole c", "whole d", "only e", "only f");
    }

    @Test
    void whatNobodyAskedForMayDiffer() throws IOException {
        reads("{'time':'t%1$s','text':'same'}", "1", "2", "3", "4");
        assertThat(reads("{'time':'t%1$s','text':'same'}", "5", "6")).isEmpty();
        assertThat(reads("{'time':'t%1$s','text':'other'}", "7")).containsExactly("whole other");
    }

    /** What is asked for without a mark, a mark that is given twice, two marks of one scalar, a place that is asked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'asked':'%1$s','text':'%1$s'}",
                "{'text':'%1$s','text':'%1$s'}",
                "{'text':'never','text':'%1$s'}",
                "{'twice':'%1$s','text':'%1$s'}",
                "{'unlike':0,'text':'%1$s'}",
                "{'place':0,'text':'%1$s'}"
            })
    void whatIsNotInOnePlaceIsReadAsAWhole(String json) throws IOException {
        assertThat(reads(json, "a", "b", "c", "d", "e", "f"))
                .hasSizeGreaterThan(5)
                .allMatch(line -> line.startsWith("whole"));
    }

    /** More gaps than are noted; nobody asks for those behind, or somebody does. */
    @Test
    void anyNumberOfScalarsMayDiffer() throws IOException {
        String many = "'%1$s',".repeat(40);
        assertThat(reads("{'text':'%1$s','many':[" + many + "0]}", "a", "b", "c", "d", "e"))
                .containsExactly("whole a", "whole b", "whole c", "whole d", "only e");
        assertThat(reads("{'many':[" + many + "0],'text':'%1$s'}", "a", "b", "c", "d", "e", "f"))
                .allMatch(line -> line.startsWith("whole"));
        String asked = "{'text':'%1$s','many':[" + "'%1$s',".repeat(31) + "0],'asked':'%1$s'}";
        assertThat(reads(asked, "a", "b", "c", "d", "e", "f")).allMatch(line -> line.startsWith("whole"));
    }

    @Test
    void whatCannotBeRefreshedIsReadAsAWhole() throws IOException {
        reads("{'text':'%s'}", "a", "b", "c", "d");
        refuses = true;
        assertThat(reads("{'text':'%s'}", "e")).containsExactly("whole e");
        refuses = false;
        assertThat(reads("{'text':'%s'}", "f")).containsExactly("only f");
    }

    @Test
    void afterAnotherValueAllIsReadAgain() throws IOException {
        reads("{'text':'%s'}", "a", "b", "c", "d");
        assertThat(reads("{'rare':1.5,'text':'%s'}", "e")).containsExactly("whole e");
        assertThat(reads("{'text':'%s'}", "f", "g", "h", "i"))
                .containsExactly("whole f", "whole g", "whole h", "only i");
    }

    /** Rare calls are Jackson's, although the value itself has recurred. */
    @Test
    void afterJacksonHasReadAllIsReadAgain() throws IOException {
        reads("{'text':'%s'}", "a", "b", "c", "d");
        assertThat(reads("{'text':'%s'}", "rare", "e", "f")).containsExactly("whole rare", "whole e", "only f");
    }

    @Test
    void lengthIsThatOfThePresentValue() throws IOException {
        reads("{'text':'%s'}", "a", "b", "c", "d", "longer");
        assertThat(chunks.length()).isEqualTo("{'text':'longer'}".length());
    }

    private List<String> reads(String json, String... texts) throws IOException {
        read.clear();
        for (String text : texts) {
            byte[] bytes = quoted(json.formatted(text)).getBytes(UTF_8);
            chunks.read(bytes, 0, bytes.length);
        }
        return List.copyOf(read);
    }

    private void whole(JsonParser in) throws IOException {
        in.nextToken();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "text" -> {
                    read.add("whole " + in.getText());
                    JsonChunks.mark(in, TEXT);
                }
                case "asked" -> assertThat(in.getText()).isNotEmpty();
                case "twice" -> {
                    assertThat(in.getText()).isNotEmpty();
                    JsonChunks.mark(in, 0);
                    JsonChunks.mark(in, 1);
                }
                case "unlike" -> JsonChunks.unlike(in);
                case "place" ->
                    assertThat(in.currentTokenLocation().getByteOffset()).isPositive();
                default -> in.skipChildren();
            }
        }
    }

    private boolean refresh(int mark, JsonParser in) throws IOException {
        assertThat(mark).isEqualTo(TEXT);
        if (in.getText().equals("rare")) {
            assertThat(in.getDecimalValue()).isNull(); // which the quick parser leaves to Jackson
        }
        if (!refuses) {
            read.add("only " + in.getText());
        }
        return !refuses;
    }
}
