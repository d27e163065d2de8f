package dev.llmdriver.examples.codeagent;

import static dev.llmdriver.examples.codeagent.Pages.broken;
import static dev.llmdriver.examples.codeagent.Pages.judge;
import static dev.llmdriver.examples.codeagent.Pages.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that becomes code is found, whatever it is called by; what only looks like it is not. */
class EvalRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eval('1')",
                "const e = eval; e('1')",
                "(0, eval)('1')",
                "window.eval('1')",
                "globalThis['eval']('1')",
                "self['ev' + 'al']('1')",
                "top[`eval`]('1')",
                "window?.eval?.('1')",
                "const {eval: e} = window; e('1')",
                "const {eval} = window",
                "let f; ({['eval']: f} = window)",
                "[eval].map(f => f('1'))",
                "x = {eval}",
                "class A { #e = eval; run() { return this.#e('1'); } }",
                "new Function('return 1')()",
                "Function('return 1')()",
                "const F = window.Function",
                "Function.prototype.constructor('1')",
                "Reflect.construct(Function, ['1'])",
                "[].constructor.constructor('return 1')()",
                "(() => 1).constructor('return 1')()",
                "const C = (async () => 1).constructor",
                "const {constructor} = () => 1",
                "(() => 1)['constructor'].call(null, 'return 1')",
                "f.constructor[how]('1')",
                "Object.getPrototypeOf(function* () {}).constructor('yield 1')",
                "setTimeout('go()', 10)",
                "window.setInterval(`go(${x})`, 10)",
                "setTimeout('go(' + x + ')', 10)",
                "setTimeout`go()`",
                "const s = document.createElement('script'); s.textContent = code",
                "new Worker('data:text/javascript,1')",
                "document.write('<script>1</' + 'script>')",
            })
    void codeFromTextIsRefused(String script) {
        assertThat(broken(with("", script))).as(script).containsExactly(Rule.EVAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const monster = {hp: 3}; monster.hp = 2; let m; m = monster",
                "function myFunction(a) { return a; } myFunction(1)",
                "const evaluate = x => x; evaluate(retrieval)",
                "const text = 'never use eval(1) or new Function()'; // eval('1')",
                "/* Function('x') */ const t = `eval(${1})`",
                "const re = /eval\\(/g",
                "setTimeout(() => go(), 10); setInterval(go, 10)",
                "const handler = {eval: 1, Function: 2}",
                "class Parser { eval() { return 1; } constructor() { this.x = 1; } }",
                "if (f instanceof Function || typeof f === 'function') f()",
                "console.log(o.constructor.name, o.constructor === Object)",
                "class A { static n = 0; copy() { this.constructor.n++; return new this.constructor(); } }",
                "const el = document.createElement('canvas')",
                "async function* f() { for await (const x of y) yield x?.a ?? 1n; } class B { static #p = 1; static { B.#p ||= 2; } }",
            })
    void whatOnlyLooksLikeItIsFine(String script) {
        assertThat(judge(with("", script)).findings()).as(script).isEmpty();
    }

    @Test
    void theyAreToldWhereTheyStand() {
        Verdict verdict = judge(with("<p>eval('1')</p>", "let a = 1;\n  a += eval('1');\nFunction('2')"));
        assertThat(verdict.findings()).extracting(Finding::place).containsExactly(new Place(8, 8), new Place(9, 1));
        assertThat(verdict).asString().contains("line 8, column 8: 'eval'");
    }

    @Test
    void aScriptThatBeginsInItsTagsLineHasItsColumn() {
        assertThat(judge(with("<p></p><script>eval(1)</script>", "")).findings())
                .extracting(Finding::place)
                .containsExactly(new Place(5, 16));
    }

    @Test
    void aScriptThatIsNoneIsRefusedWithThePlace() {
        assertThat(judge(with("", "let a = 1;\nlet b = ;")).findings())
                .containsExactly(
                        new Finding(Rule.SYNTAX, new Place(8, 9), "the script is no JavaScript: Unexpected token"));
        assertThat(broken(with("<script type=\"module\">await go(); import.meta</script>", "await go()")))
                .containsExactly(Rule.SYNTAX);
    }

    @Test
    void onlyScriptsAreReadAsScripts() {
        assertThat(broken(with("<script type=\"application/json\">{\"a\": eval}</script>", "")))
                .isEmpty();
        assertThat(broken(with("<script type=\"TEXT/JavaScript\">eval(1)</script>", "")))
                .containsExactly(Rule.EVAL);
        assertThat(broken(with("<template><script>eval(1)</script></template>", "")))
                .containsExactly(Rule.EVAL);
    }

    @Test
    void depthIsNoWayAround() {
        String deep = "x" + " + 1".repeat(5_000) + " + eval('1')" + "; y = " + "[".repeat(2_000) + "]".repeat(2_000);
        assertThat(broken(with("", deep))).containsExactly(Rule.EVAL);
    }
}
