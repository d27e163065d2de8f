package dev.llmdriver.cli.internal;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is configured, whether it can be used, and what to do. */
@Command(
        name = "doctor",
        description =
                "Says what is configured, whether it can be used, and what to do. Asks every provider that is in use.")
final class DoctorCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(context, target, Settings.of(List.of()))) {
            List<Finding> findings = new ArrayList<>();
            for (String name : session.config().providers().keySet()) {
                findings.add(isInUse(session, name) ? Finding.of(session, name) : idle(session, name));
            }
            Diagnosis diagnosis = new Diagnosis(session.config(), session.choice(), findings);
            Output out = context.io().out();
            if (flags.json) {
                out.println(diagnosis.json());
            } else {
                diagnosis.lines().forEach(out::println);
            }
            return findings.stream()
                    .mapToInt(Finding::exitCode)
                    .filter(code -> code != ExitCodes.FINE)
                    .findFirst()
                    .orElse(ExitCodes.FINE);
        }
    }

    private boolean isInUse(Session session, String name) {
        if (target.model != null || session.choice().provider().equals(name)) {
            return session.choice().provider().equals(name);
        }
        return session.isNamed(name) || isSet(session, name);
    }

    private static boolean isSet(Session session, String name) {
        return session.config().entries().stream()
                .anyMatch(entry -> entry.key().startsWith("llm." + name + ".")
                        || entry.key().startsWith("llm.providers." + name + "."));
    }

    private Finding idle(Session session, String name) {
        LlmDrivers drivers = context.drivers().get();
        String driver = session.config().providers().getOrDefault(name, name);
        Optional<Option<?>> key = drivers.get(driver).options().stream()
                .filter(option -> option.name().equals(CommonOptions.API_KEY.name()))
                .filter(option -> !option.environment().isEmpty())
                .findFirst();
        String remedy = key.map(
                        option -> "set " + option.environment().get(0) + ", or llm." + name + ".api-key, to use it")
                .orElse("use it with -m " + name + ":<model>");
        return new Finding(name, "idle", "not configured", remedy, ExitCodes.FINE);
    }
}
