package dev.llmdriver.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body becomes has a bound of its own: of next to nothing but brackets it is thirty times as large as what was sent. */
@Timeout(120)
class JsonBodyTest {
    private static final int LARGEST_BODY = 10_000_000;
    private static final long ENOUGH = 100_000_000;

    private static byte[] filled(String piece, int length) {
        String one = piece + ",";
        return ("{\"x\":[" + one.repeat(Math.max(1, length / one.length() - 10)) + piece + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void aBodyOfBracketsIsRefusedBeforeItFillsTheMemory() {
        for (String piece : new String[] {"{}", "[]", "{\"\":1}", "[[]]", "1.5"}) {
            byte[] body = filled(piece, LARGEST_BODY);
            long before = allocated();
            assertThatThrownBy(() -> JsonBody.read(body))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(400))
                    .hasMessageContaining("more than");
            assertThat(allocated() - before).as(piece).isLessThan(ENOUGH);
        }
    }

    @Test
    void manyMessagesAndLongOnesAreRead() {
        byte[] many = filled("{\"role\":\"user\",\"content\":\"Hello\"}", 1_500_000);
        assertThat(JsonBody.read(many).path("x").size()).isGreaterThan(30_000);
        assertThat(JsonBody.read(filled("\"" + "x".repeat(4_000_000) + "\"", LARGEST_BODY))
                        .path("x"))
                .isNotEmpty();
    }

    /** Of ten thousand million digits and more not even the exponent has a number. */
    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1E-99999999999", "[0.5e+2147483648999]"})
    void aNumberThatIsNoneIsToldToTheCaller(String number) {
        assertThatThrownBy(() -> JsonBody.read(("{\"x\":" + number + "}").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400))
                .hasMessageContaining("number");
    }

    @Test
    void numbersOfAnySizeThatIsOneAreReadAsTheyStand() {
        byte[] body = "{\"x\":[1e999999999,1e-999999999,1.50]}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonBody.read(body)).hasToString("{\"x\":[1E+999999999,1E-999999999,1.50]}");
    }
}
