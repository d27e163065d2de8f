package dev.llmdriver.huggingface.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.replay.ReplayCase;
import java.util.List;
import java.util.function.Supplier;

/** The sets of exchanges, and how many there are: a set that shrinks unseen would prove nothing. */
enum Group {
    /** Chat through Hugging Face's router and its providers. */
    HUGGING_FACE_CHAT("Hugging Face chat", 33, Corpus::huggingFaceChat),
    /** TGI's snapshots, and the answers of the task API that hold text: chat completions, generated text, errors. */
    HUGGING_FACE_TASKS("Hugging Face tasks and TGI", 62, Corpus::huggingFaceTasks),
    /** Chat completions of other houses, played as a dedicated endpoint. */
    OTHERS("other chat completions", 327, Corpus::others);

    private final String title;
    private final int size;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference: it has no state
    private final Supplier<List<ReplayCase>> cases;

    Group(String title, int size, Supplier<List<ReplayCase>> cases) {
        this.title = title;
        this.size = size;
        this.cases = cases;
    }

    List<ReplayCase> cases() {
        List<ReplayCase> found = cases.get();
        assertThat(found)
                .as(
                        "%s: the folder of recordings holds another number of exchanges; if it has grown on purpose, set"
                                + " the new number in Group.%s",
                        title, name())
                .hasSize(size);
        return found;
    }

    @Override
    public String toString() {
        return title;
    }
}
