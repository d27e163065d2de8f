package dev.llmdriver.client.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.internal.json.BadJson;
import dev.llmdriver.client.internal.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as JSON. Fields that this version does not know are ignored; a kind of part that it does not know is an error, for
 * leaving it out would change what was said.
 */
record SavedConversation(@Nullable Message system, List<Turn> turns) {
    private static final String FORMAT = "llm-driver-conversation";
    private static final int VERSION = 1;

    /** Half of a pair, as a cut answer may end with: UTF-8 has no word for it, JSON has. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{gc=Cs}");

    static String write(ModelRef ref, @Nullable Message system, List<Turn> turns) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("format", FORMAT).put("version", VERSION).put("model", ref.toString());
        if (system != null) {
            root.set("system", MessageJson.write(system));
        }
        ArrayNode list = root.putArray("turns");
        turns.forEach(turn -> list.add(write(turn)));
        return LONE_SURROGATE
                .matcher(root.toPrettyString())
                .replaceAll(
                        half -> String.format("\\\\u%04x", (int) half.group().charAt(0)));
    }

    private static ObjectNode write(Turn turn) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("tokens", turn.tokens()).put("counted", turn.counted());
        if (turn.partial()) {
            node.put("partial", true);
        }
        ArrayNode messages = node.putArray("messages");
        turn.messages().forEach(message -> messages.add(MessageJson.write(message)));
        return node;
    }

    static SavedConversation read(String json) {
        try {
            Place root = new Place(Json.parse(json), "");
            checkHead(root);
            Message system = root.has("system") ? MessageJson.read(root.at("system")) : null;
            List<Turn> turns = new ArrayList<>();
            for (Place turn : root.list("turns")) {
                turns.add(turn(turn));
            }
            return new SavedConversation(system, turns);
        } catch (BadJson bad) {
            throw new IllegalArgumentException(
                    "not a saved conversation: " + bad.faults().get(0));
        }
    }

    private static void checkHead(Place root) throws BadJson {
        if (!root.has("format") || !root.text("format").equals(FORMAT)) {
            throw new BadJson("/format: expected \"" + FORMAT + "\"");
        }
        long version = root.number("version");
        if (version < 1 || version > VERSION) {
            throw new BadJson("/version: this is version " + version + ", but only versions up to " + VERSION
                    + " can be read; update LLM Driver");
        }
    }

    private static Turn turn(Place place) throws BadJson {
        List<Message> messages = new ArrayList<>();
        for (Place message : place.list("messages")) {
            messages.add(MessageJson.read(message));
        }
        if (messages.isEmpty()) {
            throw place.bad("a turn has at least the user's message");
        }
        boolean partial = place.has("partial") && place.flag("partial");
        return place.has("tokens")
                ? new Turn(messages, place.count("tokens"), place.has("counted") && place.flag("counted"), partial)
                : Turn.estimated(messages, partial);
    }

    /** Written beside it and moved into its place, so that a crash leaves the old one. */
    static void save(Path file, String json) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path half = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
        try {
            write(half, json);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /** Up to the device, or a power cut could leave the new name on nothing. */
    private static void write(Path file, String json) throws IOException {
        ByteBuffer left = StandardCharsets.UTF_8.encode(json);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    static SavedConversation load(Path file) throws IOException {
        try {
            return read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException bad) {
            throw new IOException(file + " is " + bad.getMessage(), bad);
        }
    }

    /** A place in what is read, which knows its JSON pointer. */
    record Place(JsonNode node, String pointer) {
        boolean has(String name) {
            return node.hasNonNull(name);
        }

        Place at(String name) throws BadJson {
            if (!has(name)) {
                throw new BadJson(pointer + "/" + name + ": is missing");
            }
            return new Place(node.get(name), pointer + "/" + name);
        }

        List<Place> list(String name) throws BadJson {
            Place list = at(name);
            if (!list.node.isArray()) {
                throw list.bad("expected a list");
            }
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < list.node.size(); i++) {
                places.add(new Place(list.node.get(i), list.pointer + "/" + i));
            }
            return places;
        }

        String text(String name) throws BadJson {
            Place text = at(name);
            if (!text.node.isTextual()) {
                throw text.bad("expected a text");
            }
            return text.node.textValue();
        }

        long number(String name) throws BadJson {
            Place number = at(name);
            if (!number.node.canConvertToLong()) {
                throw number.bad("expected a whole number");
            }
            return number.node.longValue();
        }

        long count(String name) throws BadJson {
            long count = number(name);
            if (count < 0) {
                throw at(name).bad("expected zero or more");
            }
            return count;
        }

        boolean flag(String name) throws BadJson {
            Place flag = at(name);
            if (!flag.node.isBoolean()) {
                throw flag.bad("expected true or false");
            }
            return flag.node.booleanValue();
        }

        BadJson bad(String fault) {
            return new BadJson((pointer.isEmpty() ? "the whole" : pointer) + ": " + fault);
        }
    }
}
