package dev.llmdriver.cli.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers any question as the provider would whose path is asked, in two words; on loopback, one connection after the other. */
final class RehearsalServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String OPENAI =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"**Hello** there\"}}]}\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}\n\ndata: [DONE]\n\n";
    private static final String GEMINI =
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"**Hello** there\"}],\"role\":\"model\"},"
                    + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":1,"
                    + "\"candidatesTokenCount\":2,\"totalTokenCount\":3}}\n\n";
    private static final String OLLAMA =
            "{\"model\":\"a\",\"message\":{\"role\":\"assistant\",\"content\":\"**Hello** there\"},\"done\":false}\n"
                    + "{\"model\":\"a\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                    + "\"done_reason\":\"stop\",\"prompt_eval_count\":1,\"eval_count\":2}\n";

    private final ServerSocket listener;

    private RehearsalServer(ServerSocket listener) {
        this.listener = listener;
    }

    static RehearsalServer start() throws IOException {
        RehearsalServer server = new RehearsalServer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(server::serve, "llm-rehearsal");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** {@return the server's address, without a slash at its end} */
    String http() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                answer(socket);
            } catch (IOException gone) {
                // the next one may be luckier
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        for (String request = in.readLine(); request != null && request.endsWith("HTTP/1.1"); request = in.readLine()) {
            in.skip(length(in));
            boolean lines = request.contains(" /api/");
            String body = lines ? OLLAMA : request.contains("/v1/") ? OPENAI : GEMINI;
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: " + (lines ? "application/x-ndjson" : "text/event-stream")
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                    + "\r\n0\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** {@return how long the request's body is, once its headers are read} */
    private static long length(BufferedReader in) throws IOException {
        long length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
