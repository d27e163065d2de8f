package dev.llmdriver.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * What a target makes of a fuzzer's bytes: the first chooses among a target's settings, the second how the rest is split.
 *
 * @param choice between targets' settings, 0 to 255
 * @param split chooses where to split
 * @param body the rest
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one input is read, and is never compared
public record Input(int choice, int split, byte[] body) {
    /** {@return the input that these bytes stand for} */
    public static Input of(byte[] bytes) {
        return new Input(
                at(bytes, 0), at(bytes, 1), Arrays.copyOfRange(bytes, Math.min(2, bytes.length), bytes.length));
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xFF : 0;
    }

    /** {@return the bytes of an input with this body; quotes are written as apostrophes} */
    public static byte[] seed(int choice, String body) {
        return raw(choice, body.replace('\'', '"'));
    }

    /** {@return the bytes of an input with this body as it is} */
    public static byte[] raw(int choice, String body) {
        byte[] text = body.getBytes(UTF_8);
        byte[] bytes = new byte[text.length + 2];
        bytes[0] = (byte) choice;
        bytes[1] = (byte) 7;
        System.arraycopy(text, 0, bytes, 2, text.length);
        return bytes;
    }

    /** {@return the body as text; what is no UTF-8 becomes the replacement character} */
    public String text() {
        return new String(body, UTF_8);
    }

    /** {@return the one of a target's settings that the input chooses} */
    public <T> T oneOf(T[] settings) {
        return settings[choice % settings.length];
    }

    /** {@return whether one of the settings' bits is set} */
    public boolean has(int bit) {
        return (choice & bit) != 0;
    }
}
