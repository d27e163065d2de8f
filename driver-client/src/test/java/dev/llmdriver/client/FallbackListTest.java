package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackListTest extends ClientTestCase {
    @Test
    void aListNamesModelsAndReferences() {
        file(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.fallback=slow, other:y:1b",
                "llm.models.slow.model=other:z");

        assertThat(client().config().fallbacks())
                .containsEntry("slow", List.of())
                .containsEntry("fast", List.of("slow", "other:y:1b"));
    }

    @Test
    void whoStandsInBringsItsOwnAndNobodyComesTwice() {
        file(
                "llm.models.a.model=fake:a",
                "llm.models.a.fallback=b,c",
                "llm.models.b.model=fake:b",
                "llm.models.b.fallback=d",
                "llm.models.c.model=fake:c",
                "llm.models.c.fallback=d,other:e",
                "llm.models.d.model=fake:d");

        assertThat(client().config().fallbacks().get("a")).containsExactly("b", "d", "c", "other:e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slwo | no model is named 'slwo'; did you mean 'slow'?",
                "fke:x | no provider or driver 'fke' for 'fke:x'",
                "gemini:pro | add the dependency dev.llmdriver:driver-gemini",
                "fast | 'fast' is the model itself; name others",
                "fake:x | 'fake:x' is the model itself; name others",
                "slow,slow | 'slow' stands there twice",
                "'slow,,other:y' | expected names divided by commas",
            })
    void whatCannotBeMeantIsAFault(String list, String fault) {
        file("llm.models.fast.model=fake:x", "llm.models.fast.fallback=" + list, "llm.models.slow.model=other:z");

        assertThat(error().faults())
                .singleElement()
                .asString()
                .startsWith("'llm.models.fast.fallback' (llm.properties, line 2): ")
                .contains(fault);
    }

    @Test
    void circlesAreFaults() {
        file(
                "llm.models.a.model=fake:a",
                "llm.models.a.fallback=b",
                "llm.models.b.model=fake:b",
                "llm.models.b.fallback=other:x,c",
                "llm.models.c.model=fake:c",
                "llm.models.c.fallback=a");

        assertThat(error().faults())
                .hasSize(3)
                .contains("'llm.models.a.fallback' (llm.properties, line 2): comes back to 'a' by way of 'b', whose own"
                        + " list counts too; take one of them out");
    }

    @Test
    void allFaultsOfAListAreReported() {
        file("llm.models.a.model=fake:a", "llm.models.a.fallback=nobody,a,fake:b,fake:b");

        assertThat(error().faults()).hasSize(3);
    }

    @Test
    void aNameMayStandForAnother() {
        file(
                "llm.models.house.model=fake:x",
                "llm.models.house.fallback=other:y",
                "llm.models.house.defaults.temperature=0.1",
                "llm.models.house.defaults.max-tokens=10",
                "llm.models.chat.model=house",
                "llm.models.chat.defaults.temperature=0.9");
        LlmClient client = client();

        client.model("chat").generate("Hello");

        assertThat(client.resolve("chat")).hasToString("fake:x");
        assertThat(client.config().fallbacks().get("chat")).containsExactly("other:y");
        assertThat(fake.opened.get(0).requests.get(0).temperature()).hasValue(0.9);
        assertThat(fake.opened.get(0).requests.get(0).maxTokens()).hasValue(10);
    }

    @Test
    void namesThatStandForOneAnotherAreFaults() {
        file("llm.models.a.model=b", "llm.models.b.model=a", "llm.models.c.model=nobody");

        assertThat(error().faults())
                .hasSize(3)
                .contains(
                        "'llm.models.a.model' (llm.properties, line 1): 'a' comes back to itself by way of a, b; one of"
                                + " them must stand for provider:model");
    }
}
