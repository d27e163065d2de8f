package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.RecurringJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of a chunk that is nearly the one before only the difference is read, and what comes of it is what the whole would give. */
class RecurringChunksTest {
    private static final String[] CHUNKS = {
        "{'id':§,'created':§,'model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':§},'finish_reason':null}]}",
        "{'id':'i','choices':[{'delta':{'content':§,'refusal':§,'reasoning_content':§}}],'usage':{'prompt_tokens':§}}",
        "{'choices':[{'delta':{'reasoning':§,'reasoning_content':§}}],'x_groq':{'usage':{'completion_tokens':§}}}",
        "{'choices':[{'index':§,'delta':{'content':§}},{'index':§,'delta':{'content':§,'reasoning':§}}]}",
        "{'choices':[{'delta':{'content':§,'content':§},'logprobs':{'content':[{'token':§,'logprob':-1}]}}]}",
        "{'choices':[{'delta':{'content':[{'type':'text','text':§},{'thinking':§}]},'finish_reason':§}]}",
        "{'choices':[{'delta':{'content':§,'tool_calls':[{'index':0,'id':§,'function':{'name':'f','arguments':§}}]}}]}",
        "{'object':§,'choices':[{'delta':{'content':§},'message':{'content':§}}]}",
        "{'choices':[{'message':{'content':§},'delta':{'content':§,'role':§}}],'created':§}",
        "{'choices':[{'delta':{},'message':{'content':§,'reasoning':§}}],'created':§}",
        "{'choices':[{'message':{'content':§,'reasoning':§}}],'choices':[{'delta':{'content':§}}],'more':§}",
    };

    @Test
    void whatIsReadIsWhatTheWholeWouldGive() throws IOException {
        RecurringJson.isReadAsAWhole(5, () -> new Read(null), CHUNKS);
    }

    @Test
    void whatIsReadOfAnAnswerIsWhatComesWithoutTheOnesBeforeIt() throws IOException {
        RecurringJson.isReadWhateverCameBefore(15, Read::new, CHUNKS);
    }

    private static final class Read implements RecurringJson.Reader {
        private final UsageReader usage = new UsageReader();
        private final Chunk chunk = new Chunk();
        private final ChunkReader reader;

        Read(@Nullable JsonShape shape) {
            reader = new ChunkReader(usage, chunk, shape);
        }

        @Override
        public List<@Nullable Object> read(byte[] json) throws IOException {
            reader.read(json, 0, json.length);
            Choice choice = chunk.choice;
            return Arrays.asList(
                    chunk.isError,
                    chunk.hasChoice,
                    chunk.hasChoices,
                    chunk.usage,
                    usage.usage(),
                    chunk.id,
                    chunk.model,
                    chunk.unknownField,
                    chunk.hasChoice ? choice.text() : null,
                    chunk.hasChoice ? choice.reasoning() : null,
                    choice.reasoning() == null ? null : choice.reasoningField,
                    choice.refused,
                    choice.finishReason,
                    choice.calls.toString(),
                    choice.logprobs.toString());
        }
    }
}
