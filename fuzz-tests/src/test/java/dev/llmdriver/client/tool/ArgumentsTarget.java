package dev.llmdriver.client.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Arguments that a model wrote for a tool: values to call it with, or faults that can be told to the model. */
public final class ArgumentsTarget implements FuzzTarget {
    private static final Toolbox TOOLS = Toolbox.ofMethods(new Shop())
            .plus(Toolbox.of(RunnableTool.of("find", "Finds", Find.class, find -> find.words())));

    record Find(List<String> words, Map<String, Integer> most, Optional<URI> place, UUID id, char letter) {
        Find {
            if (words.isEmpty()) {
                throw new IllegalArgumentException("say at least one word");
            }
        }
    }

    static final class Shop {
        @ToolMethod("Buys")
        String buy(String what, int number, Optional<Boolean> now, double[] prices) {
            return what;
        }
    }

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        List<String> names = TOOLS.names();
        RunnableTool tool = TOOLS.find(names.get(input.choice() % names.size())).orElseThrow();
        try {
            assertThat(tool.prepare(input.text())).isNotNull();
        } catch (BadJson bad) {
            assertThat(bad.faults()).isNotEmpty().noneMatch(String::isBlank);
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.seed(0, "{'what':'a','number':1,'now':true,'prices':[1.5]}"),
                Input.seed(0, "{'what':null,'number':1e99,'prices':{}}"),
                Input.seed(0, "{'what':null,'number':1e921474836489,'prices':{}}"),
                Input.seed(0, "{'what':'a','number':1.0,'now':null,'prices':[1e400,-0.0]} {}"),
                Input.raw(0, " "),
                Input.seed(
                        1,
                        "{'words':['a'],'most':{'a':1},'place':'http://h','id':'123e4567-e89b-12d3-a456-426614174000','letter':'a'}"),
                Input.seed(1, "{'words':[],'most':{'':1e9},'place':'%','id':'1-1-1-1-1','letter':'ab'}"));
    }
}
