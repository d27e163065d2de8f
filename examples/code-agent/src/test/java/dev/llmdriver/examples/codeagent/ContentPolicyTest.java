package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** The browser is told to run the scripts that were read, and nothing else. */
class ContentPolicyTest {
    @Test
    void eachScriptIsNamedByItsDigest() {
        // printf '\nlet a = 1;\n' | openssl dgst -sha256 -binary | base64
        assertThat(policy(Pages.with("", "let a = 1;")))
                .contains("script-src 'sha256-wCpX6PRaV2tYabHPuD0EVrhGyeiYQpOhQOJ8OhOtDwA=';")
                .contains("default-src 'none'")
                .doesNotContain("unsafe-eval");
    }

    @Test
    void aPageWithoutScriptsRunsNone() {
        String page = Pages.GOOD.replaceAll("(?s)<script>.*</script>", "");
        assertThat(policy(page)).contains("script-src 'none'");
    }

    @Test
    void thePageIsTheSameOtherwise() {
        String added = ContentPolicy.add(Pages.GOOD);
        assertThat(added.replaceFirst("\\n<meta http-equiv=\"Content-Security-Policy\"[^>]*>", ""))
                .isEqualTo(Pages.GOOD);
        assertThat(Jsoup.parse(added).head().child(0).normalName()).isEqualTo("meta");
        assertThat(Pages.judge(added).findings()).isEmpty();
    }

    private static String policy(String page) {
        Element meta = Jsoup.parse(ContentPolicy.add(page)).selectFirst("meta[http-equiv]");
        assertThat(meta).isNotNull();
        return meta.attr("content");
    }
}
