package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.FinishReason;
import dev.llmdriver.Role;
import dev.llmdriver.client.output.Output;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.OverloadedException;
import dev.llmdriver.testkit.Expectation;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import org.junit.jupiter.api.Test;

/** The model writes, the checks judge, and the model puts right what they found. */
class CodeAgentTest {
    private static final String BAD = Pages.with("<button onclick=\"go()\">Go</button>", "eval('1')");

    private final ScriptedChatModel model = ScriptedChatModel.create();
    private final CodeAgent agent = new CodeAgent(model, 2);

    @Test
    void aGoodPageIsAcceptedAtOnce() {
        model.expect(
                Expectation.any().prompt("a page").systemContains("complete HTML document"),
                ScriptedAnswer.of(Pages.GOOD));
        CodeAgent.Draft draft = agent.write("a page");
        assertThat(draft.verdict().accepted()).isTrue();
        assertThat(draft.page()).isEqualTo(Pages.GOOD);
        assertThat(draft.output()).isInstanceOf(Output.Valid.class);
        model.assertComplete();
    }

    @Test
    void fencesAndForeignLineEndsAreNoFault() {
        model.enqueue(ScriptedAnswer.of("```html\r\n" + Pages.GOOD.strip().replace("\n", "\r\n") + "\r\n```\r\n"));
        CodeAgent.Draft draft = agent.write("a page");
        assertThat(draft.verdict().findings()).isEmpty();
        assertThat(draft.page()).isEqualTo(Pages.GOOD.strip());
    }

    @Test
    void whatIsFoundGoesBackToTheModel() {
        model.enqueue(ScriptedAnswer.of(BAD));
        model.expect(
                Expectation.any()
                        .promptContains("line 5, column 9: onclick")
                        .promptContains("line 7, column 1: 'eval'")
                        .matches(
                                "holds the page",
                                request -> request.messages().stream()
                                        .anyMatch(said -> said.role() == Role.ASSISTANT
                                                && said.text().equals(BAD))),
                ScriptedAnswer.of(Pages.GOOD));
        CodeAgent.Draft draft = agent.write("a page");
        assertThat(draft.verdict().accepted()).isTrue();
        assertThat(draft.output().repairs()).isEqualTo(1);
        model.assertComplete();
    }

    @Test
    void aPageThatStaysBadIsRefusedWithItsFindings() {
        model.enqueue(ScriptedAnswer.of(BAD), ScriptedAnswer.of(BAD), ScriptedAnswer.of(BAD));
        CodeAgent.Draft draft = agent.write("a page");
        assertThat(draft.verdict().findings()).extracting(Finding::rule).containsExactly(Rule.HANDLER, Rule.EVAL);
        assertThat(draft.output()).isInstanceOf(Output.Invalid.class);
        assertThat(model.requests()).hasSize(3);
        model.assertComplete();
    }

    @Test
    void aPageThatWasCutOffIsRefusedThoughItLooksWhole() {
        model.enqueue(ScriptedAnswer.builder()
                .text(Pages.GOOD)
                .finish(FinishReason.Kind.LENGTH)
                .build());
        CodeAgent.Draft draft = agent.write("a page");
        assertThat(draft.verdict().findings()).extracting(Finding::rule).containsExactly(Rule.COMPLETE);
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void aModelThatDoesNotAnswerIsTheCallersError() {
        model.enqueue(ScriptedAnswer.failing(ErrorKind.OVERLOADED));
        assertThatThrownBy(() -> agent.write("a page")).isInstanceOf(OverloadedException.class);
    }
}
