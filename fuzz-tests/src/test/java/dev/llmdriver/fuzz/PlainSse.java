package dev.llmdriver.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** The standard's steps of interpreting an event stream, written down one by one over the whole body, a character for each byte. */
final class PlainSse {
    private static final int LONGEST_NAME = 64;

    private final List<String> found = new ArrayList<>();
    private String type = "";
    private String data;

    PlainSse(byte[] body) {
        String text = new String(body, ISO_8859_1);
        String stream = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text;
        if (!stream.isEmpty()) {
            for (String line : stream.split("\r\n|\r|\n", -1)) {
                line(line);
            }
            dispatch(); // the end of the body, too, ends an event here
        }
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
            dispatch();
        } else if (colon < 0) {
            field(line, "");
        } else if (colon > 0) {
            String value = line.substring(colon + 1);
            field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data = data == null ? value : data + "\n" + value;
            case "event" -> type = value;
            case "id", "retry" -> {}
            default -> {
                if (name.length() <= LONGEST_NAME) {
                    found.add("field " + decoded(name).length() + " " + value);
                }
            }
        }
    }

    private void dispatch() {
        if (data != null) {
            found.add("event " + decoded(type).length() + " " + data);
        }
        data = null;
        type = "";
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    List<String> found() {
        return found;
    }
}
