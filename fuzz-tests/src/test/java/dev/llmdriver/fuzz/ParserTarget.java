package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonChunks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON of streams: the parser that is quick sees what Jackson sees, or leaves it to Jackson. */
final class ParserTarget implements FuzzTarget {
    /** Reads a value's tokens as readers do, some of them skipped, and writes them down; those that recur are not read again. */
    private static final class Tokens {
        private static final int MARKS = 32;

        private final int choice;
        private final List<String> found = new ArrayList<>();

        Tokens(int choice) {
            this.choice = choice;
        }

        void read(JsonParser in) throws IOException {
            found.clear();
            int depth = 0;
            do {
                JsonToken token = in.nextToken();
                found.add(said(in, token));
                if (token == null) {
                    return;
                }
                if (found.size() <= MARKS) {
                    JsonChunks.mark(in, found.size() - 1);
                }
                boolean opens = token.isStructStart();
                if (opens && (found.size() & choice) == 1) {
                    in.skipChildren();
                    found.add("to " + in.currentToken());
                } else {
                    depth += opens ? 1 : token.isStructEnd() ? -1 : 0;
                }
            } while (depth > 0);
        }

        boolean refresh(int mark, JsonParser in) throws IOException {
            found.set(mark, said(in, in.currentToken()));
            return true;
        }

        private String said(JsonParser in, JsonToken token) throws IOException {
            String text = token + " ";
            if (token == JsonToken.FIELD_NAME) {
                return text + in.currentName();
            }
            if (token == JsonToken.VALUE_STRING) {
                return text + in.getText();
            }
            if (token == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                return text + in.getNumberType() + in.getLongValue() + " " + in.getDoubleValue() + in.getText();
            }
            boolean placed = (choice & 2) == 0; // what has asked for a place is always read as a whole
            return placed && token != null && token.isStructStart()
                    ? text + in.currentTokenLocation().getByteOffset()
                    : text;
        }
    }

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        byte[] body = input.body();
        if (looksLikeUtf16(body)) {
            return; // and is read as such by Jackson
        }
        Tokens quick = new Tokens(input.choice());
        JsonChunks chunks = new JsonChunks(quick::read, quick::refresh);
        byte[] changed = body.clone();
        for (int i = 0; i < 6; i++) { // with the same parser, which looks again only at what differs
            isReadAlike(body, chunks, quick);
            if (body.length > 0) {
                changed[Math.floorMod(input.choice() * 31 + i, body.length)] ^= (byte) (1 << i);
            }
            if (!looksLikeUtf16(changed)) {
                isReadAlike(changed, chunks, quick);
            }
        }
    }

    private static void isReadAlike(byte[] body, JsonChunks chunks, Tokens quick) {
        Tokens jackson = new Tokens(quick.choice);
        boolean read = reads(() -> {
            try (JsonParser in = Json.parser(body, 0, body.length)) {
                jackson.read(in);
            }
        });
        byte[] inTheMiddle = new byte[body.length + 6];
        System.arraycopy(body, 0, inTheMiddle, 3, body.length);
        assertThat(reads(() -> chunks.read(inTheMiddle, 3, body.length))).isEqualTo(read);
        if (read) {
            assertThat(quick.found).isEqualTo(jackson.found);
        }
    }

    private static boolean looksLikeUtf16(byte[] body) {
        return new String(body, 0, Math.min(4, body.length), StandardCharsets.ISO_8859_1)
                .matches("(?s).*[\\x00\u00fe\u00ff].*");
    }

    /** Reads, or refuses. */
    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }

    private static boolean reads(Reading reading) {
        try {
            reading.read();
            return true;
        } catch (IOException malformed) {
            return false;
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "{'a':'b','c':[1,-0,123456789012345678,true,false,null,{}],'d':{'e':'\\u00fc\\n\\ud83c\\udf88'}} "),
                Input.seed(1, " {'a' : {'b':[[],{}]} , 'c':'ü🎈','d':2147483648}x"),
                Input.seed(0, "{'a':'\\ud800','b':'\\x'}"),
                Input.seed(3, "[1.5,1e3,0123,-,12345678901234567890,tru,nul]"),
                Input.seed(0, "\uFEFF{'a':1}"),
                Input.raw(0, "{\"\u0000\":\"\u0001\u007f\"}"),
                Input.seed(0, "{'a':1,}"),
                Input.seed(2, "'one':1"),
                Input.raw(0, "[".repeat(70) + "]".repeat(70)));
    }
}
