package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Mode;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what chat would send. */
@Command(name = "explain", description = "Shows what chat would send, and what becomes of each setting; sends nothing.")
final class ExplainCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private CommonFlags flags = new CommonFlags();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Question question = new Question();

    ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Io io = context.io();
        Settings settings = question.settings();
        ChatRequest request = question.complete(question.request(io, settings), io, question.attachments(io));
        try (Session session = Session.open(context, target, settings)) {
            Explanation explanation =
                    session.chatModel(context.io()).explain(request, question.noStream ? Mode.GENERATE : Mode.STREAM);
            if (flags.json) {
                io.out().println(json(explanation));
            } else {
                print(io.out(), explanation);
            }
        }
        return ExitCodes.FINE;
    }

    private static void print(Output out, Explanation explanation) {
        out.println(explanation.method() + " " + explanation.url());
        explanation.headers().forEach((name, value) -> out.println(name + ": " + value));
        out.println("\n" + explanation.body() + "\n");
        Table fates = new Table();
        for (FieldFate field : explanation.fields()) {
            fates.row(field.field(), fate(field), field.detail());
        }
        fates.lines().forEach(out::println);
    }

    private static String fate(FieldFate field) {
        return field.fate().name().toLowerCase(Locale.ROOT);
    }

    private static String json(Explanation explanation) {
        return Json.object(json -> {
            json.writeStringField("method", explanation.method());
            json.writeStringField("url", explanation.url());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : explanation.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeStringField("body", explanation.body());
            Json.objects(json, "fields", explanation.fields(), (fields, field) -> {
                fields.writeStringField("field", field.field());
                fields.writeStringField("fate", fate(field));
                Json.text(fields, "detail", field.detail());
            });
        });
    }
}
