package dev.llmdriver.huggingface.internal.error;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorTable;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what Hugging Face and the engines behind it say into typed errors: the parser of bodies in front of {@link ErrorRows}. */
public final class HuggingFaceErrors implements ErrorClassifier {
    private static final int MOST_TEXT = 2_000;

    private final ErrorTable table;

    /** Makes the table for an endpoint. */
    public HuggingFaceErrors(Endpoint endpoint) {
        this.table = ErrorTable.of(() -> ErrorRows.of(endpoint));
    }

    /** {@return the ordered rows} */
    public ErrorTable table() {
        return table;
    }

    @Override
    public LlmExceptionBuilder classify(ErrorFacts facts) {
        ErrorFacts parsed = ErrorBodyParser.parse(facts);
        LlmException error = table.classify(parsed).build();
        return error.toBuilder().message(String.valueOf(error.getMessage()).replace(ErrorRows.MODEL, modelOf(parsed)));
    }

    @Override
    public boolean isError(ErrorFacts facts) {
        return facts.json().isObject()
                && !ErrorBodyParser.parse(facts).message().isEmpty();
    }

    private static String beginning(String message) {
        return message.substring(0, Math.min(message.length(), MOST_TEXT));
    }

    /** A gate is opened on the model's own page, so the error names it where the provider does. */
    private static String modelOf(ErrorFacts facts) {
        Matcher path =
                Patterns.MODEL_IN_PATH.matcher(facts.uri().map(Object::toString).orElse(""));
        if (path.find()) {
            return path.group(1);
        }
        Matcher text = Patterns.MODEL_IN_TEXT.matcher(beginning(facts.message()));
        return text.find() ? text.group(1).replaceAll("\\.$", "") : "<the model's id>";
    }

    /** Made with the first error. */
    private static final class Patterns {
        static final Pattern MODEL_IN_PATH = Pattern.compile("/models/([\\w.-]+/[\\w.-]+)");
        static final Pattern MODEL_IN_TEXT =
                Pattern.compile("(?:huggingface\\.co/|[Mm]odel '?\"?`?)([\\w.-]+/[\\w.-]+)");
    }
}
