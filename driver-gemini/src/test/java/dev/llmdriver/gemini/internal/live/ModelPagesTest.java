package dev.llmdriver.gemini.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.testkit.Reply;
import org.junit.jupiter.api.Test;

/** Lists of models that come page by page, or pretend to. */
class ModelPagesTest extends WithTwin {
    private static Reply page(String model, String next) {
        return Reply.json(200, "{\"models\":[{\"name\":\"models/" + model + "\"}],\"nextPageToken\":\"" + next + "\"}");
    }

    @Test
    void aRelayThatAlwaysAnswersItsFirstPage_isAskedTwice() {
        for (int i = 0; i < 4; i++) {
            twin.enqueue(page("a", "more"));
        }
        assertThat(provider.models().join()).extracting(ModelInfo::id).containsExactly("a");
        assertThat(twin.requests()).hasSize(2);
    }

    @Test
    void aLastPageThatNamesItself_isListed() {
        twin.enqueue(page("a", "x"), page("b", "y"), page("c", "y"), page("c", "y"));
        assertThat(provider.models().join()).extracting(ModelInfo::id).containsExactly("a", "b", "c");
        assertThat(twin.requests()).hasSize(3);
    }

    @Test
    void anEntryWithoutAName_isPassedOver() {
        twin.enqueue(
                Reply.json(
                        200,
                        "{\"models\":[{\"displayName\":\"x\"},{\"name\":\"\"},{\"name\":\"models/\"},{\"name\":null},{\"name\":\"models/a\"},7]}"));
        assertThat(provider.models().join()).extracting(ModelInfo::id).containsExactly("a");
    }

    @Test
    void aLimitThatIsNoNumberOfTokens_isUnknown() {
        for (String limit : new String[] {"1000000000000000000000000000000", "1e30", "-1", "true", "null"}) {
            twin.enqueue(Reply.json(
                    200,
                    "{\"models\":[{\"name\":\"models/a\",\"inputTokenLimit\":" + limit + ",\"outputTokenLimit\":"
                            + limit + "}]}"));
            ModelInfo model = provider.models().join().get(0);
            assertThat(model.contextWindow()).as(limit).isEmpty();
            assertThat(model.outputLimit()).as(limit).isEmpty();
        }
    }
}
