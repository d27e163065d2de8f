package dev.llmdriver.gemini.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.List;

/** The list of models: what an entry does not say well stays unknown. */
public final class ModelsTarget implements FuzzTarget {
    @Override
    public void feed(byte[] bytes) {
        JsonNode body;
        try {
            body = Json.tree(Input.of(bytes).body());
        } catch (IOException malformed) {
            return;
        }
        for (JsonNode entry : body.path("models")) {
            ModelInfo info = new ModelEntry(entry).info();
            assertThat(info.contextWindow().orElse(1)).isPositive();
            assertThat(info.outputLimit().orElse(1)).isPositive();
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(
                        0,
                        "{'models':[{'name':'models/a','displayName':'A','inputTokenLimit':1000,'outputTokenLimit':-1,'thinking':true,'supportedGenerationMethods':['generateContent','countTokens']},{},null,7,{'name':{},'inputTokenLimit':99999999999999999999,'supportedGenerationMethods':['embedContent']}]}"));
    }
}
