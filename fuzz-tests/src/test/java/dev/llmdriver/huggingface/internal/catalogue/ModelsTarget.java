package dev.llmdriver.huggingface.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.List;

/** The list of models: every entry that is an object is a model, and what it does not say well stays unknown. */
public final class ModelsTarget implements FuzzTarget {
    @Override
    public void feed(byte[] bytes) {
        JsonNode body;
        try {
            body = Json.tree(Input.of(bytes).body());
        } catch (IOException malformed) {
            return;
        }
        for (JsonNode entry : ModelEntry.elements(body.path("data"))) {
            ModelInfo info = ModelEntry.read(entry, provider -> true);
            assertThat(info.contextWindow().orElse(1)).isPositive();
            assertThat(info.toString()).isNotEmpty();
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "{'data':[{'id':'org/name','architecture':{'input_modalities':['text','image']},'max_model_len':-1,'meta':{'n_ctx':99999999999999999999},'providers':[{'provider':'p','status':'live','context_length':8192,'pricing':{'input':0.1,'output':-2e300},'supports_tools':true}]}]}"),
                Input.seed(
                        0,
                        "{'data':[{},[],null,1,{'id':7,'providers':[null,{'context_length':-3,'pricing':{'input':1e-300,'output':NaN}}]}]}"));
    }
}
