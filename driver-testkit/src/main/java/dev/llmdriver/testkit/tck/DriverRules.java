package dev.llmdriver.testkit.tck;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.WireTwin;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** D. */
final class DriverRules {
    private final Scenario s;
    private final LlmDriver driver;

    DriverRules(Scenario scenario) {
        s = scenario;
        driver = scenario.tck().driver();
    }

    @Rule("D1")
    void driverIsFoundOnBothPaths() {
        boolean onClassPath = ServiceLoader.load(
                        LlmDriver.class, driver.getClass().getClassLoader())
                .stream()
                .anyMatch(provider -> provider.type() == driver.getClass());
        Check.that(
                onClassPath,
                driver.getClass().getName() + " must stand in META-INF/services/" + LlmDriver.class.getName()
                        + " of its jar");
        Check.contains(
                "the drivers found on the module path",
                ModulePath.drivers(driver.getClass()).toString(),
                driver.getClass().getName());
    }

    @Rule("D2")
    void idIsAStableWord() {
        Check.that(driver.id().matches("[a-z][a-z0-9-]*"), "id() must be a lower-case word: " + driver.id());
        Check.equal("id() of another instance", driver.id(), s.tck().driver().id());
        Check.equal("id() the second time", driver.id(), driver.id());
    }

    @Rule("D4")
    void lookingAtADriverIsFree() {
        Set<Thread> started = Threads.startedBy(() -> {
            LlmDriver one = s.tck().driver();
            Check.that(one.specVersion() == LlmDriver.SPEC_VERSION, "specVersion() is " + one.specVersion());
            Check.that(!one.id().isEmpty(), "id() must not be empty");
            Check.equal("the options asked for twice", one.options(), one.options());
        });
        Check.empty("the threads started by looking at a driver", started);
        Check.equal("the connections opened", 0, s.twin().connectionsOpened());
    }

    @Rule("D5")
    void twoProvidersShareNothing() {
        WireTwin otherTwin = s.anotherTwin();
        LlmProvider first = s.open(s.twin().baseUri(), options -> options);
        LlmProvider second = s.open(otherTwin.baseUri(), options -> options);
        s.twin().enqueue(s.wire().whole(Samples.ANSWER));
        otherTwin.enqueue(s.wire().whole(Samples.WIDE), s.wire().whole(Samples.WIDE));
        Check.equal("the second's answer", Samples.WIDE.text(), text(second));
        Check.equal("the first's answer", Samples.ANSWER.text(), text(first));
        first.close();
        Check.equal("the second's answer after the first was closed", Samples.WIDE.text(), text(second));
        Check.equal("the requests to the first", 1, s.twin().requests().size());
    }

    private String text(LlmProvider provider) {
        return s.ask(s.engine(provider), Samples.request()).answer().text();
    }

    @Rule("D6")
    void optionsAreDescribedAndKeysAreSecret() {
        Set<String> names = new HashSet<>();
        for (Option<?> option : driver.options()) {
            Check.that(names.add(option.name()), "two options are named " + option.name());
            Check.that(option.name().matches("[a-z][a-z0-9.-]*"), "an option's name is lower-case: " + option.name());
            Check.that(!option.help().isBlank(), "the option " + option.name() + " must have help");
            boolean mayHoldAKey = option.name().matches(".*(key|token|secret|password|headers).*")
                    && (option.type() == String.class || option.type() == Secret.class);
            Check.that(!mayHoldAKey || option.isSecret(), "the option " + option.name() + " must be secret");
        }
        Check.empty(
                "what the kit's own options hold that the driver does not name",
                options().faults(driver.options()));
    }

    private DriverOptions options() {
        return s.options(s.twin().baseUri()).build();
    }

    @Rule("D7")
    void connectingDoesNotTalk() {
        Set<Thread> started = Threads.startedBy(() -> s.open(s.twin().baseUri(), options -> options));
        Check.empty("the threads started by connect", started);
        Check.equal("the connections opened by connect", 0, s.twin().connectionsOpened());
        s.mustBeSilent("by connect");
    }

    @Rule("D8")
    void allFaultsAreReportedAtOnce() {
        String secret = "tck-secret-value";
        DriverOptions.Builder options = s.options(s.twin().baseUri())
                .set("tck-unknown", secret, "tck.properties")
                .set(nearName(), "x", "tck.environment");
        boolean typed = s.knows(CommonOptions.DEADLINE.name());
        if (typed) {
            options.set(CommonOptions.DEADLINE.name(), "soon", "tck.flag");
        }
        List<String> faults = faults(options.build());
        Check.that(faults.size() >= (typed ? 3 : 2), "every fault must be reported at once, but were " + faults);
        String all = String.join("\n", faults);
        for (String expected :
                List.of("tck-unknown", "tck.properties", nearName(), "tck.environment", "did you mean")) {
            Check.contains("the faults", all, expected);
        }
        if (typed) {
            Check.contains("the faults", all, "tck.flag");
        }
        Check.hides("the faults", all, secret);
    }

    /** A name with its last letters swapped. */
    private String nearName() {
        String name = driver.options().stream()
                .filter(option -> !option.isCodeOnly()
                        && !option.isPrefix()
                        && option.name().length() > 3)
                .map(Option::name)
                .sorted()
                .findFirst()
                .orElseThrow(() -> new Skip("the driver has no option that could be misspelt"));
        int last = name.length() - 1;
        return name.substring(0, last - 1) + name.charAt(last) + name.charAt(last - 1);
    }

    private List<String> faults(DriverOptions options) {
        try {
            driver.connect(options).close();
        } catch (ConfigurationException faulty) {
            return faulty.faults();
        }
        throw new AssertionError("connect must report faulty options in a ConfigurationException");
    }

    @Rule("D9")
    void missingKeyIsReportedWhenItIsNeeded() {
        Option<?> key = driver.options().stream()
                .filter(option -> option.name().equals(CommonOptions.API_KEY.name()))
                .findFirst()
                .orElseThrow(() -> new Skip("the driver takes no key"));
        String variables = String.join("|", key.environment());
        DriverOptions keyless = Copied.as(driver.id(), options(), driver, Set.of(CommonOptions.API_KEY.name()));
        s.twin().on(any -> true, any -> s.wire().whole(Samples.ANSWER));
        try {
            s.use(s.drivers().open(driver.id(), keyless));
        } catch (ConfigurationException needed) {
            checkNames(key.environment(), needed, variables);
            return;
        }
        Asked asked = s.ask(Samples.request());
        Wait.until("the call must end", asked.future()::isDone);
        if (asked.future().isCompletedExceptionally()) {
            LlmException failure = asked.failure();
            Check.equal("the kind without a key", ErrorKind.AUTHENTICATION, failure.kind());
            checkNames(key.environment(), failure, variables);
            Check.equal("the requests without a key", 0, s.requests());
        } else {
            RecordedRequest sent = s.twin().takeRequest(Scenario.SOON);
            Check.hides(
                    "a request without a key",
                    sent.headers().toString(),
                    s.tck().key());
        }
    }

    private static void checkNames(List<String> variables, LlmException failure, String all) {
        String message = String.valueOf(failure.getMessage());
        String named = variables.stream().filter(message::contains).collect(Collectors.joining());
        Check.that(
                variables.isEmpty() || !named.isEmpty(),
                "the message must name the variables that would be read (" + all + "): " + message);
    }
}
