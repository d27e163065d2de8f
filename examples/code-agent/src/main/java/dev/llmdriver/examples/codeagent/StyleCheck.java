package dev.llmdriver.examples.codeagent;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.htmlunit.cssparser.parser.CssCharStream;
import org.htmlunit.cssparser.parser.javacc.CSS3ParserConstants;
import org.htmlunit.cssparser.parser.javacc.CSS3ParserTokenManager;
import org.htmlunit.cssparser.parser.javacc.Token;
import org.htmlunit.cssparser.parser.javacc.TokenMgrException;

/**
 * Styles load nothing from elsewhere. Addresses stand in few kinds of tokens, whatever rules are around them; so CSS of tomorrow,
 * which a parser of whole style sheets would skip, is looked through too.
 */
final class StyleCheck {
    /** Functions whose texts are addresses. */
    private static final Set<String> LOADERS = Set.of("url(", "src(", "image-set(", "-webkit-image-set(", "image(");

    private final CSS3ParserTokenManager tokens;
    private final Report report;
    private final String css;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean isImport;

    private StyleCheck(String css, Report report) {
        this.css = css;
        this.tokens = new CSS3ParserTokenManager(new CssCharStream(new StringReader(css), 1, 1));
        this.report = report;
    }

    static void check(String css, Report report) {
        new StyleCheck(css, report).run();
    }

    private void run() {
        try {
            Token token = tokens.getNextToken();
            while (token.kind != CSS3ParserConstants.EOF) {
                look(token);
                token = tokens.getNextToken();
            }
        } catch (TokenMgrException e) {
            report.add(Rule.SYNTAX, 0, "the style cannot be read: " + e.getMessage());
        }
    }

    private void look(Token token) {
        switch (token.kind) {
            case CSS3ParserConstants.URI -> address(token);
            case CSS3ParserConstants.STRING -> {
                if (isImport || LOADERS.contains(open.isEmpty() ? "" : open.peek())) {
                    address(token);
                }
            }
            default -> {
                brackets(token);
            }
        }
        isImport = token.kind == CSS3ParserConstants.IMPORT_SYM || (isImport && token.kind == CSS3ParserConstants.S);
    }

    private void brackets(Token token) {
        if (token.image.endsWith("(")) {
            open.push(token.image.toLowerCase(Locale.ROOT));
            if (token.image.contains("\\")) {
                found(token, "a function whose name is escaped: write it plainly");
            }
        } else if (token.image.equals(")")) {
            open.poll();
        }
    }

    private void address(Token token) {
        if (token.image.contains("\\")) {
            found(token, "an escaped address: write it plainly");
        } else if (Addresses.isRemote(token.image)) {
            found(token, "a style that loads from elsewhere: use colours, gradients, system fonts or data: addresses");
        }
    }

    private void found(Token token, String message) {
        report.add(Rule.REMOTE, offset(token), message);
    }

    private int offset(Token token) {
        int start = 0;
        for (int line = 1; line < token.beginLine; line++) {
            start = css.indexOf('\n', start) + 1;
        }
        return start + token.beginColumn - 1;
    }
}
