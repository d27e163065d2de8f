package dev.llmdriver.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tree becomes the same JSON as Jackson's mapper makes of it, whatever stands in it. */
class TreeWriterTest {
    private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

    @Test
    void textsAndStructures() throws Exception {
        tree.put("", "\"\n\\ é漢😀").putObject("empty");
        tree.putArray("list")
                .add("one")
                .addNull()
                .add(true)
                .add(false)
                .addArray()
                .addObject();
        assertSameAsMapper();
    }

    @Test
    void nothings() throws Exception {
        tree.putNull("null");
        tree.set("missing", JsonNodeFactory.instance.missingNode());
        assertSameAsMapper();
    }

    @Test
    void numbersOfEveryType() throws Exception {
        tree.put("short", (short) -1).put("int", Integer.MIN_VALUE).put("long", Long.MAX_VALUE);
        tree.put("big", new BigInteger("123456789012345678901234567890"));
        tree.put("float", 1.1f).put("double", 1e300).put("nan", Double.NaN);
        tree.put("decimal", new BigDecimal("1.10"));
        assertSameAsMapper();
    }

    @Test
    void whatIsNoJsonYet() throws Exception {
        tree.putRawValue("raw", new RawValue("{ \"a\" : 1 }"));
        tree.putPOJO("bean", Map.of("a", 1));
        tree.put("bytes", new byte[] {1, 2, 3});
        assertSameAsMapper();
    }

    private void assertSameAsMapper() throws JsonProcessingException {
        assertThat(new String(Json.bytes(tree), UTF_8))
                .isEqualTo(new String(new ObjectMapper().writeValueAsBytes(tree), UTF_8));
    }
}
