package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.auth.Caller;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.server.internal.openai.Fields;
import dev.llmdriver.spi.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One page's socket: reads its messages, and knows which answers are under way. On the connection's event loop. */
final class Session {
    private static final int MOST_OPEN = 8;
    private static final int MOST_LOOKUPS = 16;
    /** As much as the headers of a request, which hold a token elsewhere. */
    private static final int LARGEST_OF_STRANGERS = 8192;

    private static final short GOING_AWAY = 1001;
    private static final short UNKNOWN = 1008;
    private static final Duration HELLO_TIME = Duration.ofSeconds(30);

    private final Context loop;
    private final ServerWebSocket socket;
    private final Hub hub;
    private final Inbox in;
    private final Outbox out;
    /** Answers begin on the event loop, and end on any thread. */
    private final Map<String, Answer> open = new ConcurrentHashMap<>();

    private Optional<String> owner;
    private boolean checking;
    private int lookups;

    private Session(Context loop, ServerWebSocket socket, Optional<String> owner, Hub hub) {
        this.loop = loop;
        this.socket = socket;
        this.hub = hub;
        this.in = new Inbox(loop, socket, hub, this::largest, this::read, this::sentAway);
        this.out = new Outbox(loop, socket, hub.room(), in::overload);
        this.owner = owner;
    }

    /**
     * Begins to listen to a page.
     *
     * @param owner whose conversations it may see; empty if a token shall say so
     * @param cut closes the connection of a page that is gone, and would take no farewell
     */
    static void open(Context loop, ServerWebSocket socket, Optional<String> owner, Hub hub, Runnable cut) {
        Session session = new Session(loop, socket, owner, hub);
        session.in.begin();
        Scheduler.Alarm alarm = hub.scheduler().schedule(HELLO_TIME, () -> loop.runOnContext(now -> session.expire()));
        Pulse pulse = new Pulse(loop, socket, hub.scheduler(), () -> {
            session.closed(); // whatever becomes of the connection
            cut.run();
        });
        pulse.begin();
        Runnable forget = hub.traffic().atFarewell(() -> loop.runOnContext(now -> session.goAway()));
        socket.closeHandler(closed -> {
            alarm.cancel();
            forget.run();
            pulse.end();
            session.in.close();
            session.out.close();
            session.closed();
        });
    }

    /** Nobody may hold a connection without saying who he is. */
    private void expire() {
        if (owner.isEmpty()) {
            sentAway();
            socket.close(UNKNOWN, "nobody said hello");
        }
    }

    /** By this code a client knows that it may come back: to this server once it runs again, or to another one. */
    private void goAway() {
        sentAway();
        socket.close(GOING_AWAY, "the server ends");
    }

    /** Nothing may be told after a farewell, so nothing is asked any more: to the connection's end it may be long. */
    private void sentAway() {
        out.close();
        closed();
    }

    private void closed() {
        new ArrayList<>(open.values()).forEach(Answer::cancel);
    }

    private int largest() {
        return owner.isPresent() ? SocketRoutes.LARGEST_MESSAGE : LARGEST_OF_STRANGERS;
    }

    private void read(byte[] text, Room.Share share) {
        String id = "";
        try {
            Fields message = new Fields(JsonBody.read(text), "");
            id = message.text("id").orElse("");
            obey(message, share, text.length);
        } catch (Refusal refusal) {
            share.close();
            out.reply(Frame.refused(id, String.valueOf(refusal.getMessage())));
        }
    }

    /** What is looked up or answered has its share of the room until then, as a body has; a stop needs none, for it makes some. */
    private void obey(Fields message, Room.Share share, int size) {
        String type = message.requiredText("type");
        if (type.equals("hello")) {
            greet(message.text("token"), share);
            return;
        }
        String known = owner.orElseThrow(() -> Refusal.unauthorized("Say hello with a token first."));
        if (type.equals("stop")) {
            stop(Question.name(message, "id"));
            share.close();
        } else if (!share.reach(size)) {
            throw Room.full();
        } else if (type.equals("ask")) {
            ask(Question.read(message), known, share);
        } else {
            list(type, message, known, share);
        }
    }

    /** What is looked up takes threads that others need, too. */
    private void list(String type, Fields message, String known, Room.Share share) {
        if (lookups >= MOST_LOOKUPS) {
            throw Refusal.of(429, "There are " + MOST_LOOKUPS + " lists under way; wait for one of them.");
        }
        Lists lists = new Lists(hub, known, out, () -> {
            share.close();
            loop.runOnContext(now -> lookups--);
        });
        switch (type) {
            case "models" ->
                lists.models(
                        message.requiredText("provider"),
                        message.object("endpoint").map(Endpoint::read));
            case "chats" -> lists.chats();
            case "turns" -> lists.turns(Question.chat(message));
            case "delete" -> lists.delete(Question.chat(message));
            default -> throw message.refuse("type", "must be hello, ask, stop, models, chats, turns or delete");
        }
        lookups++; // what is told of their ends comes later
    }

    private void greet(Optional<String> token, Room.Share share) {
        if (checking) {
            throw Refusal.of(400, "A token is being checked already.");
        }
        if (!hub.callers().areKnown()) {
            share.close();
            out.reply(Lists.greeting(hub));
        } else if (token.isEmpty()) {
            share.close();
            out.reply(Frame.of("unknown", json -> {}));
        } else {
            checking = true;
            hub.workers().execute(() -> {
                recognise(token.get());
                share.close();
            });
        }
    }

    /** Whoever has a wrong token opens another socket to try another one. */
    private void recognise(String token) {
        try {
            Caller caller = hub.callers().of(token);
            loop.runOnContext(now -> {
                checking = false;
                owner = Optional.of(caller.id());
                out.reply(Lists.greeting(hub));
            });
        } catch (Refusal refusal) {
            String message = String.valueOf(refusal.getMessage());
            out.send(Frame.of("unknown", json -> json.writeStringField("message", message)), () -> {
                sentAway();
                socket.close(UNKNOWN, "the token is refused");
            });
        }
    }

    private void ask(Question question, String asker, Room.Share share) {
        if (open.containsKey(question.id())) {
            throw Refusal.of(400, "An answer of this id is under way already.");
        }
        if (open.size() >= MOST_OPEN) {
            throw Refusal.of(429, "There are " + MOST_OPEN + " answers under way; wait for one of them, or stop it.");
        }
        if (!hub.traffic().begin()) {
            throw Refusal.of(503, "The server is shutting down; ask again in a while.");
        }
        Answer answer = new Answer(question, asker, hub, out, () -> {
            share.close();
            open.remove(question.id());
        });
        open.put(question.id(), answer);
        answer.begin();
    }

    /** An answer that has ended meanwhile needs no stop. */
    private void stop(String id) {
        Answer answer = open.get(id);
        if (answer != null) {
            answer.cancel();
        }
    }
}
