package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.RecurringJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of a line that is nearly the one before only the difference is read, and what comes of it is what the whole would give. */
class RecurringChunksTest {
    private static final String[] LINES = {
        "{'model':§,'created_at':§,'message':{'role':'assistant','content':§},'done':false}",
        "{'model':'m','message':{'content':§,'thinking':§},'done':false,'remote_model':§,'more':§}",
        "{'message':{'content':§,'tool_calls':[{'id':§,'function':{'name':'f','arguments':{'a':§}}}]},'done':false}",
        "{'message':{'content':§,'content':§},'done':§,'done_reason':§}",
        "{'message':{'content':§},'message':{'thinking':§,'content':§},'eval_count':§,'prompt_eval_count':§}",
        "{'message':§,'logprobs':[{'token':§,'logprob':-1}],'message':{'thinking':§}}",
    };

    @Test
    void whatIsReadIsWhatTheWholeWouldGive() throws IOException {
        RecurringJson.isReadAsAWhole(6, () -> new Read(null), LINES);
    }

    @Test
    void whatIsReadOfAnAnswerIsWhatComesWithoutTheOnesBeforeIt() throws IOException {
        RecurringJson.isReadWhateverCameBefore(16, Read::new, LINES);
    }

    private static final class Read implements RecurringJson.Reader {
        private final Chunk chunk = new Chunk();
        private final ChunkReader reader;

        Read(@Nullable JsonShape shape) {
            reader = new ChunkReader(chunk, shape);
        }

        @Override
        public List<@Nullable Object> read(byte[] json) throws IOException {
            reader.read(json, 0, json.length);
            return Arrays.asList(
                    chunk.isError,
                    chunk.hasMessage,
                    chunk.done,
                    chunk.thinking,
                    chunk.content,
                    chunk.doneReason,
                    chunk.model,
                    chunk.remoteModel,
                    chunk.remoteHost,
                    chunk.promptTokens,
                    chunk.outputTokens,
                    chunk.unknownField,
                    chunk.calls.toString(),
                    chunk.logprobs.toString());
        }
    }
}
