package dev.llmdriver.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ModelRef;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import java.util.List;

/** Saved conversations: what can be read is saved as it was read, all else is refused in words. */
public final class ConversationTarget implements FuzzTarget {
    private static final ModelRef REF = new ModelRef("ollama", "m");

    @Override
    public void feed(byte[] bytes) {
        SavedConversation saved;
        try {
            saved = SavedConversation.read(Input.of(bytes).text());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("not a saved conversation: ");
            return;
        }
        assertThat(saved.turns()).allMatch(turn -> turn.tokens() >= 0);
        String again = SavedConversation.write(REF, saved.system(), saved.turns());
        SavedConversation reread = SavedConversation.read(again);
        assertThat(reread.system()).isEqualTo(saved.system());
        assertThat(reread.turns()).isEqualTo(saved.turns());
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "{'format':'llm-driver-conversation','version':1,'model':'ollama:m','system':{'role':'system','parts':[{'type':'text','text':'s'}]},'turns':[{'tokens':7,'counted':true,'partial':true,'messages':[{'role':'user','parts':[{'type':'text','text':'u'},{'type':'media','mimeType':'image/png','base64':'AAAA'},{'type':'media','mimeType':'image/png','uri':'https://h/p'}]},{'role':'assistant','parts':[{'type':'reasoning','text':'r','providerData':{'driver':'d','model':'m','json':'{}'}},{'type':'toolCall','id':'i','name':'n','arguments':'{}'}]},{'role':'tool','parts':[{'type':'toolResult','callId':'i','toolName':'n','content':'c','error':true}]}]}]}"),
                Input.seed(0, "{'format':'llm-driver-conversation','version':2}"),
                Input.seed(
                        0,
                        "{'format':'llm-driver-conversation','version':1,'turns':[{'tokens':-9,'messages':[{'role':'tool','parts':[]}]},{'messages':[{'role':'user','parts':[{'type':'media','mimeType':'x','uri':'a b'}]}]}]}"),
                Input.seed(
                        0,
                        "{'format':'llm-driver-conversation','version':1,'model':'ollama:m','turns':[{'tokens':-8,'messages':[{'role':'user','parts':[{'type':'text','text':'u'}]}]}]}"),
                Input.raw(0, "[".repeat(2000)));
    }
}
