package dev.llmdriver.http.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is to be compiled once, not into each of those that call it, must be larger than what HotSpot takes into others. */
class CompiledOnceTest {
    /** The default of {@code -XX:FreqInlineSize}. */
    private static final int LARGEST_TAKEN_IN = 325;

    @Test
    void tokenOfTheScanner() throws Exception {
        assertThat(codeSize(Scanner.class, " token(byte,")).isGreaterThan(LARGEST_TAKEN_IN);
    }

    /** {@return where the last instruction of a method begins} */
    private static int codeSize(Class<?> type, String method) throws URISyntaxException {
        StringWriter code = new StringWriter();
        Path classes =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        PrintWriter out = new PrintWriter(code);
        assertThat(javap.run(out, out, "-c", "-p", "-cp", classes.toString(), type.getName()))
                .isZero();
        return Stream.of(code.toString().split("\n\n"))
                .filter(listed -> listed.lines().findFirst().orElse("").contains(method))
                .flatMap(String::lines)
                .filter(line -> line.matches(" +\\d+: (return|[a-z]+return)"))
                .mapToInt(line -> Integer.parseInt(line.strip().split(":")[0]))
                .max()
                .orElseThrow();
    }
}
