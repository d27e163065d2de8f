package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the installed drivers with their options. */
@Command(name = "drivers", description = "Lists the installed drivers with their options.")
final class DriversCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    DriversCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        LlmDrivers drivers = context.drivers().get();
        List<LlmDriver> installed = drivers.ids().stream().map(drivers::get).toList();
        Output out = context.io().out();
        if (flags.json) {
            out.println(Json.object(json -> Json.objects(json, "drivers", installed, DriversCommand::write)));
        } else {
            installed.forEach(driver -> print(out, driver));
        }
        return ExitCodes.FINE;
    }

    private static List<Option<?>> options(LlmDriver driver) {
        return driver.options().stream()
                .filter(option -> !option.isCodeOnly())
                .sorted(Comparator.comparing((Option<?> option) -> option.name()))
                .toList();
    }

    private static void print(Output out, LlmDriver driver) {
        out.println(driver.id());
        Table table = new Table();
        for (Option<?> option : options(driver)) {
            table.row("  " + name(option), help(option));
        }
        table.lines().forEach(out::println);
    }

    private static String name(Option<?> option) {
        return option.isPrefix() ? option.name() + ".NAME" : option.name();
    }

    private static String help(Option<?> option) {
        String fallback = option.help().contains("default ")
                ? "" // said already, in the words of people
                : option.defaultValue().map(value -> "; default " + value).orElse("");
        String variables =
                option.environment().isEmpty() ? "" : "; also from " + String.join(", ", option.environment());
        return option.help() + fallback + variables;
    }

    private static void write(JsonGenerator json, LlmDriver driver) throws IOException {
        json.writeStringField("id", driver.id());
        Json.objects(json, "options", options(driver), (fields, option) -> {
            fields.writeStringField("name", name(option));
            fields.writeStringField("help", option.help());
            fields.writeBooleanField("secret", option.isSecret());
            Json.text(
                    fields,
                    "default",
                    option.defaultValue().map(Object::toString).orElse(""));
            Json.texts(fields, "environment", option.environment());
        });
    }
}
