package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind {@code -o}. */
class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void allOfThemReachTheRequest() {
        Cli cli = new Cli(folder);
        cli.chat(
                "-otemperature=0.5",
                "-o",
                "max-tokens=20",
                "-otop-p=0.9",
                "-otop-k=40",
                "-oseed=9007199254740993",
                "-ostop=a=b",
                "-ostop=,",
                "-odeadline=1m",
                "-oconnect-timeout=2s",
                "-ofirst-token-timeout=500ms",
                "-oidle-timeout=PT3S",
                "-ostrict=true",
                "hi");
        ChatRequest request = cli.driver.requests.get(0);
        assertThat(request.temperature()).hasValue(0.5);
        assertThat(request.maxTokens()).hasValue(20);
        assertThat(request.topP()).hasValue(0.9);
        assertThat(request.topK()).hasValue(40);
        assertThat(request.seed()).hasValue(9007199254740993L);
        assertThat(request.stop()).containsExactly("a=b", ",");
        assertThat(request.deadline()).contains(Duration.ofMinutes(1));
        assertThat(request.timeouts().connect()).contains(Duration.ofSeconds(2));
        assertThat(request.timeouts().firstToken()).contains(Duration.ofMillis(500));
        assertThat(request.timeouts().idle()).contains(Duration.ofSeconds(3));
        assertThat(request.strict()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    temprature=1    | unknown setting 'temprature' behind -o; did you mean 'temperature'?
                    zzzzzzzzzz=1    | unknown setting 'zzzzzzzzzz' behind -o; known are connect-timeout, deadline, first-token-timeout, idle-timeout, max-attempts, max-tokens, seed, stop, strict, temperature, top-k, top-p
                    temperature=hot | setting 'temperature': expected a number, but got 'hot'
                    temperature=-1  | setting 'temperature': temperature must be 0 or more: -1.0
                    max-tokens=1.5  | setting 'max-tokens': expected a whole number, but got '1.5'
                    max-attempts=0  | setting 'max-attempts': expected at least 1, but got '0'
                    deadline=soon   | setting 'deadline': expected a time such as 500ms, 2s, 5m or PT2S, but got 'soon'
                    idle-timeout=0s | setting 'idle-timeout': expected a time of more than zero, but got '0s'
                    strict=perhaps  | setting 'strict': expected true or false, but got 'perhaps'
                    seed            | -o takes key=value, but got a text without a key or without '='
                    """)
    void whatCannotBeReadIsSaidInOneLine(String setting, String message) {
        Cli cli = new Cli(folder);
        assertThat(cli.chat("-o", setting, "hi")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("error: configuration: " + message + "\n");
        assertThat(cli.driver.requests).isEmpty();
    }
}
