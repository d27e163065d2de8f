package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.CallOptions;
import dev.llmdriver.Health;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.Option;
import dev.llmdriver.testkit.Reply;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The template of providers, and the checks of their options. */
class HttpProviderTest extends EndpointTest {
    private static final Option<Secret> KEY = CommonOptions.API_KEY.withEnvironment("PROV_KEY");

    private final class Provider extends HttpProvider {
        Provider() {
            super(DriverOptions.builder("prov").build(), URI.create(twin.baseUri() + "/"), "/list", endpoint);
        }

        @Override
        protected List<ModelInfo> models(JsonNode answer) {
            return answer.findValuesAsText("id").stream().map(this::model).toList();
        }

        @Override
        protected ChatEngine engine(ModelRef ref) {
            return new TestEngine(call -> stream());
        }
    }

    private static Reply list() {
        return Reply.json(200, "{\"models\":[{\"id\":\"model\"},{\"id\":\"other\"}]}");
    }

    @Test
    void theListTellsOfModelsAndHealth() throws Exception {
        twin.enqueue(list(), list(), list(), list());
        Provider provider = new Provider();
        assertThat(get(provider.models())).extracting(ModelInfo::id).containsExactly("model", "other");
        assertThat(get(provider.health()).status()).isEqualTo(Health.Status.UP);
        assertThat(get(provider.chatModel("other").describe()).id()).isEqualTo("other");
        assertThat(errorOf(provider.chatModel("third").describe()).kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        assertThat(twin.requests()).extracting(request -> request.path()).containsOnly("/list");
    }

    @Test
    void healthNeverFailsButSaysWhatToDo() throws Exception {
        ErrorTable table = ErrorTable.of(List.of(
                ErrorRow.builder("key", ErrorKind.AUTHENTICATION, "no")
                        .status(401)
                        .build(),
                ErrorRow.builder("busy", ErrorKind.OVERLOADED, "busy")
                        .status(503)
                        .build()));
        use(builder(options -> options).errors(table).build());
        Provider provider = new Provider();
        twin.enqueue(Reply.json(401, "{}"), Reply.json(503, "{}"));
        assertThat(get(provider.health()).remedy()).isEqualTo("check api-key");
        assertThat(get(provider.health()).status()).isEqualTo(Health.Status.STARTING);
        twin.close();
        Health gone = get(provider.health());
        assertThat(gone.status()).isEqualTo(Health.Status.DOWN);
        assertThat(gone.remedy()).contains("base-url");
    }

    @Test
    void addressesAreTheProvidersOrTheCalls() {
        Provider provider = new Provider();
        assertThat(provider.address(CallOptions.none(), "/chat")).hasToString(twin.baseUri() + "/chat");
        CallOptions elsewhere =
                CallOptions.builder().baseUrl(URI.create("http://h/v1//")).build();
        assertThat(provider.address(elsewhere, "/chat")).hasToString("http://h/v1/chat");
    }

    @Test
    void thereAreNoEmbeddingsUnlessADriverSaysSo() {
        assertThatThrownBy(() -> new Provider().embeddingModel("m")).isInstanceOf(UnsupportedException.class);
    }

    @Test
    void optionsAreCheckedAtOnceAndTheDriversOwnReplaceTheCommonOnes() {
        Set<Option<?>> known = HttpOptions.with(KEY);
        assertThat(known).hasSameSizeAs(HttpOptions.all());
        assertThat(known).filteredOn(KEY::equals).singleElement().isSameAs(KEY);
        DriverOptions wrong = DriverOptions.builder("prov")
                .set("pool-size", "many")
                .set("pol-size", "3")
                .build();
        assertThatThrownBy(() -> HttpOptions.check(wrong, known, KEY))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("'pool-size'", "'pol-size'", "'api-key'", "PROV_KEY");
        HttpOptions.check(DriverOptions.builder("prov").set("api-key", "k").build(), known, KEY, HttpOptions.POOL_SIZE);
    }
}
