package dev.llmdriver.gemini.internal.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.RecurringJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of a chunk that is nearly the one before only the difference is read, and what comes of it is what the whole would give. */
class RecurringChunksTest {
    private static final String USAGE =
            "'usageMetadata':{'promptTokenCount':§,'candidatesTokenCount':§,'totalTokenCount':§,"
                    + "'promptTokensDetails':[{'modality':'TEXT','tokenCount':§}]}";
    private static final String[] CHUNKS = {
        "{'candidates':[{'content':{'parts':[{'text':§}],'role':'model'}}]," + USAGE + ",'responseId':§}",
        "{'candidates':[{'content':{'parts':[{'text':§,'thought':true}]},'index':§}]," + USAGE + ",'createTime':§}",
        "{'candidates':[{'content':{'parts':[{'text':§},{'text':§,'thoughtSignature':§}]},'finishReason':§}]}",
        "{'candidates':[{'content':{'parts':[{'text':§,'text':§}]}}],'modelVersion':§," + USAGE + "," + USAGE + "}",
        "{'candidates':[{'index':1,'content':{'parts':[{'text':§}]}},{'content':{'parts':[{'text':§,'more':§}]}}]}",
        "{'candidates':[{'index':§,'content':{'parts':[{'text':§}]}},{'content':{'parts':[{'inlineData':§}]}}]}",
        "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{'a':§}}},{'text':§}]}}],'more':§}",
        "{'candidates':[{'content':{'parts':[{'text':§,'functionCall':{'name':§,'args':{}}}]}}]}",
        "{'candidates':[{'content':{'parts':[{'text':§,'functionCall':{'id':'i','name':§}},{'more':§}]}}]}",
        "{'candidates':[{'content':{'parts':[{'text':§,'thought':true,'thoughtSignature':'s'},{'inlineData':§}]}}]}",
        "{'usageMetadata':{'promptTokenCount':§},'usageMetadata':{'thoughtsTokenCount':§},'usageMetadata':{'more':§}}",
        "{'usageMetadata':{'promptTokenCount':§,'toolUsePromptTokenCount':§},'usageMetadata':{'thoughtsTokenCount':§}}",
        "{'promptFeedback':{'blockReason':§,'blockReasonMessage':§},'usageMetadata':{'cachedContentTokenCount':§}}",
    };

    @Test
    void whatIsReadIsWhatTheWholeWouldGive() throws IOException {
        RecurringJson.isReadAsAWhole(7, () -> new Read(null), CHUNKS);
    }

    @Test
    void whatIsReadOfAnAnswerIsWhatComesWithoutTheOnesBeforeIt() throws IOException {
        RecurringJson.isReadWhateverCameBefore(17, Read::new, CHUNKS);
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
            assertThat(reader.read(json, 0, json.length)).isEqualTo(json.length);
            return Arrays.asList(
                    chunk.isError,
                    chunk.hasCandidate,
                    chunk.hasCandidates,
                    chunk.hasPromptFeedback,
                    chunk.hasUsage ? usage.usage() : null,
                    usage.usage(),
                    chunk.hasDetails,
                    chunk.hasOtherParts,
                    chunk.finishReason,
                    chunk.finishMessage,
                    chunk.blockReason,
                    chunk.blockMessage,
                    chunk.model,
                    chunk.id,
                    chunk.unknownField,
                    chunk.parts.stream().map(Read::part).toList());
        }

        private static List<@Nullable Object> part(WirePart part) {
            return Arrays.asList(
                    part.text,
                    part.thought,
                    part.signature,
                    part.isCall,
                    part.callId,
                    part.callName,
                    part.callArguments,
                    part.otherField);
        }
    }
}
