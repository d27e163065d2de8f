package dev.llmdriver.examples.codeagent;

import static dev.llmdriver.examples.codeagent.Pages.broken;
import static dev.llmdriver.examples.codeagent.Pages.judge;
import static dev.llmdriver.examples.codeagent.Pages.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements and attributes, and the styles in them. */
class MarkupCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<button onclick='go()'>x</button> | HANDLER",
                "<img src='data:image/png,' OnError=go()> | HANDLER",
                "<svg onload='go()'></svg> | HANDLER",
                "<a href='javascript:go()'>x</a> | JAVASCRIPT_URL",
                "<a href=' &#106;ava&#9;script:go()'>x</a> | JAVASCRIPT_URL",
                "<form action='JavaScript:go()'></form> | JAVASCRIPT_URL",
                "<svg><a><animate attributeName='href' values='#a;javascript:go()'/></a></svg> | JAVASCRIPT_URL",
                "<img src='https://img.example/x.png'> | REMOTE",
                "<img src='//img.example/x.png'> | REMOTE",
                "<img src='\\\\img.example/x.png'> | REMOTE",
                "<img srcset='a.png 1x, https://img.example/b.png 2x'> | REMOTE",
                "<script src='x.js'></script> | REMOTE",
                "<script src='https://cdn.example/x.js'></script> | REMOTE",
                "<link rel='stylesheet' href='https://css.example/x.css'> | REMOTE",
                "<svg><use href='https://img.example/x.svg#a'></use></svg> | REMOTE",
                "<video poster='http://img.example/x.png'></video> | REMOTE",
                "<form action='https://elsewhere.example'></form> | REMOTE",
                "<a href='#x' ping='https://elsewhere.example'>x</a> | REMOTE",
                "<meta http-equiv='Refresh' content='0; url=https://elsewhere.example'> | REMOTE",
                "<script type='importmap'>{}</script> | REMOTE",
                "<p style='background: url(https://img.example/x.png)'>x</p> | REMOTE",
                "<svg><rect fill='url(https://img.example/x.svg#a)'></rect></svg> | REMOTE",
                "<style>@import 'https://css.example/x.css';</style> | REMOTE",
                "<style>.a { .b & { background: URL( \"//img.example/x.png\" ) } }</style> | REMOTE",
                "<style>@layer x { a { cursor: image-set('https://img.example/x.cur' 1x) } }</style> | REMOTE",
                "<style>a { background: u\\72l(https://img.example/x.png) }</style> | REMOTE",
                "<style>a { background: url(\\68ttps://img.example/x.png) }</style> | REMOTE",
                "<iframe srcdoc='x'></iframe> | EMBEDDED",
                "<object data='x.svg'></object> | EMBEDDED",
                "<base href='/x/'> | EMBEDDED",
                "<noscript>x</noscript> | EMBEDDED",
                "<svg><script>go()</script></svg> | EMBEDDED",
            })
    void whatBreaksARuleIsRefused(String body, Rule rule) {
        assertThat(broken(with(body, ""))).as(body).containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href='https://docs.example'>more</a>",
                "<p title='javascript: the good parts' data-onclick='x' one='1'>onclick=\"x\"</p>",
                "<img src='data:image/png;base64,AAAA' alt='https://img.example'>",
                "<link rel='canonical' href='https://elsewhere.example'>",
                "<svg xmlns='http://www.w3.org/2000/svg'><rect fill='url(#g)'></rect></svg>",
                "<style>a::before { content: \"url(https://x.example)\" } /* url(https://x.example) */</style>",
                "<style>.card { &:hover { color: oklch(0.7 0.1 200 / .5) } width: calc(1px + (2 * var(--x, 3px))) }</style>",
                "<style>@container (width > 400px) { a { inset: 0; background: url(data:image/png;base64,AAAA==) } }</style>",
                "<style>.md\\:flex { display: flex }</style>",
            })
    void whatStaysInThePageIsFine(String body) {
        assertThat(judge(with(body, "")).findings()).as(body).isEmpty();
    }

    @Test
    void theyAreToldWhereTheyStand() {
        Verdict verdict = judge(with(
                "<p>\n  <button class=x onclick='go()'>x</button>\n<style>\n a {\n  b: url(//x.example) }</style>",
                ""));
        assertThat(verdict.findings()).extracting(Finding::place).containsExactly(new Place(6, 19), new Place(9, 6));
    }
}
