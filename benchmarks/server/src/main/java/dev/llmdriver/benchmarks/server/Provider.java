package dev.llmdriver.benchmarks.server;

import dev.llmdriver.benchmarks.Protocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers requests and counts them. All connections share one event loop, so nothing here is locked. */
final class Provider {
    private final Map<Protocol, Payloads> payloads = new EnumMap<>(Protocol.class);
    private final Map<String, Script> scripts = new HashMap<>();
    private final Map<String, ScriptedStream> tagged = new HashMap<>();
    private long opened;
    private long open;
    private long requests;

    Provider() {
        for (Protocol protocol : Protocol.values()) {
            payloads.put(protocol, new Payloads(protocol));
        }
    }

    /** One for each connection. */
    Connection connection() {
        return new Connection();
    }

    private Script script(String model) {
        Script known = scripts.get(model);
        if (known != null) {
            return known;
        }
        Script script = Script.parse(model);
        if (script.tag() == null) {
            scripts.put(model, script); // a tag never comes twice
        }
        return script;
    }

    private String statistics(String uri) {
        int tag = uri.indexOf("tag=");
        if (tag < 0) {
            return "{\"connsOpened\":" + opened + ",\"connsOpen\":" + open + ",\"requests\":" + requests + "}";
        }
        ScriptedStream stream = tagged.get(uri.substring(tag + "tag=".length()));
        return stream == null ? "{\"found\":0}" : stream.statistics();
    }

    final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
        private @Nullable ScriptedStream stream;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            opened++;
            open++;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            open--;
            if (stream != null) {
                stream.closed();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (stream != null) {
                stream.writabilityChanged();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.uri().startsWith("/__stats")) {
                plain(context.channel(), 200, statistics(request.uri()));
            } else if (request.method().equals(HttpMethod.POST)) {
                requests++;
                answer(context.channel(), request);
            } else {
                plain(context.channel(), 405, "{\"error\":{\"message\":\"only POST\"}}");
            }
        }

        private void answer(Channel channel, FullHttpRequest request) {
            String body = request.content().toString(StandardCharsets.UTF_8);
            Question question;
            Script script;
            try {
                question = Question.parse(request.uri(), body);
                script = script(question.model());
            } catch (IllegalArgumentException e) {
                plain(channel, 404, "{\"error\":{\"message\":" + Wire.quote(String.valueOf(e.getMessage())) + "}}");
                return;
            }
            Payloads bytes = payloads.computeIfAbsent(question.protocol(), Payloads::new);
            if (question.stream()) {
                stream = new ScriptedStream(channel, bytes, script, body.contains("include_usage"));
                if (script.tag() != null) {
                    tagged.put(script.tag(), stream);
                }
                stream.start();
            } else if (script.delayMillis() > 0) {
                channel.eventLoop()
                        .schedule(
                                () -> channel.writeAndFlush(bytes.call((int) script.tokens())),
                                script.delayMillis(),
                                TimeUnit.MILLISECONDS);
            } else {
                channel.writeAndFlush(bytes.call((int) script.tokens()), channel.voidPromise());
            }
        }

        private static void plain(Channel channel, int status, String body) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
                    + bytes.length + "\r\n\r\n";
            channel.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), bytes));
        }
    }
}
