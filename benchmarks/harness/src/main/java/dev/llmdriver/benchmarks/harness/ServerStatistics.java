package dev.llmdriver.benchmarks.harness;

import dev.llmdriver.benchmarks.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the server what it saw: in all, or of the stream with a tag. */
record ServerStatistics(String json) {
    static ServerStatistics all(Setup setup) throws IOException {
        return get(setup, "/__stats");
    }

    static ServerStatistics of(Setup setup, String tag) throws IOException {
        return get(setup, "/__stats?tag=" + tag);
    }

    /** The value of a number, -1 where there is none. */
    long number(String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(-?\\d+)").matcher(json);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static ServerStatistics get(Setup setup, String path) throws IOException {
        try (Socket socket = new Socket(setup.host(), setup.port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[2048];
            while (answer.indexOf("}") < 0) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new IOException("the server closed the connection after " + answer);
                }
                answer.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
            }
            return new ServerStatistics(answer.substring(answer.indexOf("{")));
        }
    }
}
