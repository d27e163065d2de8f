package dev.llmdriver.benchmarks.server;

import dev.llmdriver.benchmarks.Protocol;

/** What a request asks for. A leading path segment {@code /m/<model>/} overrides the model of the request. */
record Question(Protocol protocol, String model, boolean stream) {
    static Question parse(String uri, String body) {
        String path = uri.replaceFirst("\\?.*", "");
        if (path.startsWith("/m/")) {
            int end = path.indexOf('/', 3);
            Question question = parse(path.substring(end), body);
            return new Question(question.protocol, path.substring(3, end), question.stream);
        }
        if (path.endsWith("/chat/completions")) {
            return new Question(
                    Protocol.OPENAI,
                    member(body, "model"),
                    member(body, "stream").equals("true"));
        }
        if (path.endsWith("/api/chat")) {
            return new Question(
                    Protocol.OLLAMA,
                    member(body, "model"),
                    !member(body, "stream").equals("false"));
        }
        int colon = path.lastIndexOf(':');
        if (path.endsWith(":generateContent") || path.endsWith(":streamGenerateContent")) {
            String model = path.substring(path.lastIndexOf('/', colon) + 1, colon);
            return new Question(Protocol.GEMINI, model, path.startsWith("stream", colon + 1));
        }
        throw new IllegalArgumentException("nothing is served at " + path);
    }

    /** The value of a member, good enough for what clients send; a parser would be more work than the answer. */
    private static String member(String body, String name) {
        String key = '"' + name + '"';
        for (int at = body.indexOf(key); at >= 0; at = body.indexOf(key, at + 1)) {
            int start = skipBlanks(body, at + key.length());
            if (start < body.length() && body.charAt(start) == ':') {
                return value(body, skipBlanks(body, start + 1));
            }
        }
        return "";
    }

    private static String value(String body, int start) {
        if (body.charAt(start) == '"') {
            return body.substring(start + 1, body.indexOf('"', start + 1));
        }
        int end = start;
        while (end < body.length() && Character.isLetterOrDigit(body.charAt(end))) {
            end++;
        }
        return body.substring(start, end);
    }

    private static int skipBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
