package dev.llmdriver.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.fuzz.Requests;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConversationPropertiesTest {
    private static final ModelRef REF = new ModelRef("ollama", "m");

    @Property(seed = "20260213")
    void whatIsSaved_isReadAgain(@ForAll long seed, @ForAll boolean partial, @ForAll boolean instructed) {
        List<Message> messages = Requests.messages(seed);
        List<Turn> turns = List.of(new Turn(messages, 7, true, partial), new Turn(messages, 0, false, !partial));
        Message system = instructed ? Message.system("say \"" + seed + "\"\n") : null;
        SavedConversation read = SavedConversation.read(SavedConversation.write(REF, system, turns));
        assertThat(read.system()).isEqualTo(system);
        assertThat(read.turns()).isEqualTo(turns);
    }
}
