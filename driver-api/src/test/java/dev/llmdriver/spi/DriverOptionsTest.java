package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class DriverOptionsTest {
    private static final Option<Integer> SIZE =
            Option.integer("pool-size", "connections").withDefault(4);
    private static final Option<Secret> PIN =
            Option.of("pin", Secret.class, text -> Secret.of("" + OptionParsers.integer(text)), "a secret number");
    private static final Set<Option<?>> KNOWN = Set.of(
            SIZE,
            CommonOptions.API_KEY,
            CommonOptions.BASE_URL,
            CommonOptions.HEADERS,
            CommonOptions.CALLBACK_EXECUTOR);

    private final DriverOptions.Builder builder = DriverOptions.builder("fake");

    @Test
    void codeWinsOverTextAndTextOverTheDefault() {
        assertThat(builder.build().get(SIZE)).hasValue(4);
        assertThat(builder.build().isSet(SIZE)).isFalse();
        assertThat(builder.set("pool-size", "8").build().get(SIZE)).hasValue(8);
        assertThat(builder.set(SIZE, 16).build().get(SIZE)).hasValue(16);
        assertThat(builder.build().isSet(SIZE)).isTrue();
        assertThat(builder.build().get(CommonOptions.BASE_URL)).isEmpty();
    }

    @Test
    void aPrefixCollectsWhatStandsBehindIt() {
        DriverOptions options = builder.set("headers.X-Team", "blue")
                .set("headers.X.Dotted", "red")
                .set("headerless", "no")
                .build();

        assertThat(options.getAll(CommonOptions.HEADERS))
                .containsExactly(Map.entry("X-Team", "blue"), Map.entry("X.Dotted", "red"));
    }

    @Test
    void whatIsWellIsChecked() {
        Executor direct = Runnable::run;
        DriverOptions options = builder.set("api-key", "sk-planted")
                .set("base-url", "http://localhost:1/v1")
                .set("headers.X-Team", "blue")
                .set(CommonOptions.CALLBACK_EXECUTOR, direct)
                .build();

        assertThat(options.checked(KNOWN)).isSameAs(options);
        assertThat(options.get(CommonOptions.BASE_URL)).hasValue(URI.create("http://localhost:1/v1"));
        assertThat(options.get(CommonOptions.API_KEY).orElseThrow().reveal()).isEqualTo("sk-planted");
        assertThat(options.get(CommonOptions.CALLBACK_EXECUTOR)).containsSame(direct);
    }

    @Test
    void allFaultsAreReportedAtOnceWithTheirOrigin() {
        DriverOptions options = builder.set("pool-size", "many", "llm.properties")
                .set("base-url", "nowhere", "LLM_FAKE_BASE_URL")
                .set("baseUrl", "http://host", "code")
                .set("flux", "1", "code")
                .build();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> options.checked(KNOWN))
                .satisfies(thrown -> assertThat(thrown.faults())
                        .containsExactlyInAnyOrder(
                                "option 'pool-size' of provider 'fake' (from llm.properties): expected a whole number,"
                                        + " but got 'many'",
                                "option 'base-url' of provider 'fake' (from LLM_FAKE_BASE_URL): expected an address such"
                                        + " as https://host/path, but got 'nowhere'",
                                "unknown option 'baseUrl' of provider 'fake' (from code); did you mean 'base-url'?",
                                "unknown option 'flux' of provider 'fake' (from code); known are api-key, base-url,"
                                        + " headers.…, pool-size"));
    }

    @Test
    void aValueSetByCodeMustBeKnownToo() {
        DriverOptions options =
                builder.set(CommonOptions.DEADLINE, Duration.ofSeconds(1)).build();

        assertThat(options.faults(KNOWN))
                .singleElement()
                .asString()
                .startsWith("unknown option 'deadline' of provider 'fake' (from code)");
    }

    @Test
    void anOptionForCodeOnlyIsNoText() {
        DriverOptions options =
                builder.set("callback-executor", "pool", "llm.properties").build();

        assertThat(options.faults(KNOWN))
                .containsExactly("option 'callback-executor' of provider 'fake' (from llm.properties):"
                        + " can be set by code only");
    }

    @Test
    void aMalformedSecretIsNotQuoted() {
        Option<Secret> pin = PIN.asSecret();
        DriverOptions options = builder.set("pin", "planted", "llm.properties").build();

        assertThat(options.faults(Set.of(pin)))
                .containsExactly(
                        "option 'pin' of provider 'fake' (from llm.properties): its value cannot be read; it is"
                                + " not shown here");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> options.get(pin))
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("planted"));
    }

    @Test
    void anUnknownNamesValueIsNotQuoted() {
        DriverOptions options = builder.set("api-kye", "sk-planted").build();

        assertThat(options.faults(KNOWN))
                .singleElement()
                .asString()
                .contains("did you mean 'api-key'?")
                .doesNotContain("planted");
    }

    @Test
    void readingOneUnreadableOptionSaysTheSame() {
        DriverOptions options =
                builder.set("pool-size", "many", "llm.properties").build();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> options.get(SIZE))
                .withMessageContaining("(from llm.properties): expected a whole number");
    }

    @Test
    void aDriverWithoutOptionsSaysSo() {
        assertThat(builder.set("x", "1").build().faults(List.of()))
                .containsExactly("unknown option 'x' of provider 'fake' (from code); it has none");
    }

    @Test
    void aCopyHasEverythingAndIsIndependent() {
        SharedResources shared = new SharedResources();
        DriverOptions options = builder.set("pool-size", "8")
                .set(PIN, Secret.of("1"))
                .shared(shared)
                .build();
        DriverOptions copy = options.toBuilder().set("pool-size", "9").build();

        assertThat(copy.shared()).isSameAs(shared);
        assertThat(copy.providerName()).isEqualTo("fake");
        assertThat(copy.isSet(PIN)).isTrue();
        assertThat(options.get(SIZE)).hasValue(8);
        assertThat(copy.get(SIZE)).hasValue(9);
    }

    @Test
    void printingShowsNamesOnly() {
        DriverOptions options = builder.set("api-key", "sk-planted")
                .set("headers.X-Key", "sk-planted")
                .set(PIN, Secret.of("sk-planted"))
                .build();

        assertThat(options.toString()).contains("api-key", "pin").doesNotContain("planted");
    }

    @Test
    void timeoutsAreReadFromTheCommonOptions() {
        DriverOptions options =
                builder.set("connect-timeout", "1s").set("idle-timeout", "3s").build();

        assertThat(CommonOptions.timeouts(options).connect()).hasValue(Duration.ofSeconds(1));
        assertThat(CommonOptions.timeouts(options).firstToken()).isEmpty();
        assertThat(CommonOptions.timeouts(options).idle()).hasValue(Duration.ofSeconds(3));
    }

    @Test
    void commonOptionsHaveDifferentNamesAndHelp() {
        assertThat(CommonOptions.all())
                .extracting(Option::name)
                .doesNotHaveDuplicates()
                .hasSize(9);
        assertThat(CommonOptions.all()).allMatch(option -> !option.help().isBlank());
        assertThat(CommonOptions.API_KEY.isSecret()).isTrue();
        assertThat(CommonOptions.HEADERS.isSecret()).isTrue();
    }
}
