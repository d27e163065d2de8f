package dev.llmdriver.gemini.internal.script;

import java.util.List;
import java.util.stream.Stream;

/** All exchanges that were written by hand for this driver. */
final class Scripts {
    private Scripts() {}

    static Stream<Script> all() {
        return Stream.of(TextScripts.all(), CallScripts.all(), FailureScripts.all(), FramingScripts.all())
                .flatMap(List::stream);
    }
}
