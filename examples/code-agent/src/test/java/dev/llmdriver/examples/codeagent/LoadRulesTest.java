package dev.llmdriver.examples.codeagent;

import static dev.llmdriver.examples.codeagent.Pages.broken;
import static dev.llmdriver.examples.codeagent.Pages.judge;
import static dev.llmdriver.examples.codeagent.Pages.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script would load from elsewhere, or write into the page, is found where its constants say it. */
class LoadRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fetch('https://api.example/x')",
                "window.fetch(`https://api.example/${id}`)",
                "fetch('ht' + 'tps://api.example/' + id)",
                "fetch('//api.example/x')",
                "fetch('\\\\\\\\api.example/x')",
                "new WebSocket('wss://api.example')",
                "const r = new XMLHttpRequest(); r.open('GET', 'http://api.example')",
                "navigator.sendBeacon('https://api.example', data)",
                "new Worker('https://api.example/w.js')",
                "import('https://cdn.example/x.js')",
                "import('./x.js')",
                "img.src = 'https://img.example/x.png'",
                "img['src'] = `https://img.example/${n}.png`",
                "img.setAttribute('src', 'https://img.example/x.png')",
                "use.setAttributeNS(ns, 'xlink:href', 'https://img.example/x.svg#a')",
                "location = 'https://elsewhere.example'",
                "window.location.href = 'https://elsewhere.example?' + secret",
                "document.location.replace('https://elsewhere.example')",
                "el.style.backgroundImage = 'url(https://img.example/x.png)'",
                "el.innerHTML = '<img src=\"https://img.example/x.png\">'",
                "el.insertAdjacentHTML('beforeend', `<b>${x}</b><style>@import 'https://css.example'</style>`)",
            })
    void remoteLoadsAreRefused(String script) {
        assertThat(broken(with("", script))).as(script).containsExactly(Rule.REMOTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "img.src = 'data:image/png;base64,AAAA'; fetch('data.json')",
                "const help = 'see https://docs.example for more'; el.textContent = help",
                "const clean = s.replace('https://', ''); Object.assign('https://x', y)",
                "location.hash = '#top'; location.reload()",
                "svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')",
                "el.innerHTML = '<a href=\"https://docs.example\">more</a><b>on</b>'",
                "el.onclick = () => go(); el.style.background = 'linear-gradient(red, blue)'",
            })
    void whatStaysInThePageIsFine(String script) {
        assertThat(judge(with("", script)).findings()).as(script).isEmpty();
    }

    @Test
    void writtenMarkupIsHeldToTheSameRules() {
        assertThat(broken(with("", "el.innerHTML += `<button onclick=\"drop(${i})\">x</button>`")))
                .containsExactly(Rule.HANDLER);
        assertThat(broken(with("", "el.setAttribute('onclick', 'go()')"))).containsExactly(Rule.HANDLER);
        assertThat(broken(with("", "a.href = ' java\\nscript:go()'"))).containsExactly(Rule.JAVASCRIPT_URL);
        assertThat(broken(with("", "el.outerHTML = '<iframe></iframe>'"))).containsExactly(Rule.EMBEDDED);
    }

    @Test
    void modulesImportNothing() {
        String module = "<script type=\"module\">%s</script>";
        assertThat(broken(with(module.formatted("import x from 'https://cdn.example/x.js'; x()"), "")))
                .containsExactly(Rule.REMOTE);
        assertThat(broken(with(module.formatted("export * from './x.js'"), ""))).containsExactly(Rule.REMOTE);
        assertThat(broken(with(module.formatted("export const a = 1; await a"), "")))
                .isEmpty();
    }
}
