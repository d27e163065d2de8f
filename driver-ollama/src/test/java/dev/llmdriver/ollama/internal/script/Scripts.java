package dev.llmdriver.ollama.internal.script;

import java.util.List;
import java.util.stream.Stream;

/** All exchanges. */
final class Scripts {
    private Scripts() {}

    static Stream<Script> all() {
        return Stream.of(TextScripts.all(), CallScripts.all(), FailureScripts.all())
                .flatMap(List::stream);
    }
}
