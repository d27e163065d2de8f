package dev.llmdriver.examples.dataanalyst;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Makes a file of earthquakes that never were, the same each time: ten years, strong ones rarer than weak ones. */
final class Earthquakes {
    private static final int ROWS = 5_000;
    private static final LocalDateTime BEGIN = LocalDateTime.of(2015, 1, 1, 0, 0);
    private static final int MINUTES = 10 * 365 * 24 * 60;
    private static final List<String> PLACES = List.of("Chile", "Greece", "Iceland", "Japan", "Mexico", "New Zealand");

    private Earthquakes() {}

    public static void main(String[] args) {
        int code = run(System.err, args);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** {@return the exit code} */
    static int run(PrintStream err, String... args) {
        if (args.length != 1) {
            err.println("usage: earthquakes FILE.csv");
            return 2;
        }
        try {
            write(Path.of(args[0]));
            return 0;
        } catch (IOException unwritable) {
            err.println("error: cannot write to " + args[0] + ": name a file in a folder that is there");
            return 2;
        }
    }

    static void write(Path file) throws IOException {
        Stream<String> head = Stream.of("time,place,latitude,longitude,depth_km,magnitude");
        Files.write(
                file, Stream.concat(head, all().stream().map(Earthquake::line)).toList());
    }

    /** {@return all of them, in no order} */
    static List<Earthquake> all() {
        Random random = new Random(20_150_101);
        return Stream.generate(() -> one(random)).limit(ROWS).toList();
    }

    private static Earthquake one(Random random) {
        // By Gutenberg and Richter: each step of magnitude is ten times rarer.
        double magnitude = Math.min(9, 2.5 - Math.log10(1 - random.nextDouble()));
        return new Earthquake(
                BEGIN.plusMinutes(random.nextInt(MINUTES)),
                PLACES.get(random.nextInt(PLACES.size())),
                random.nextDouble() * 180 - 90,
                random.nextDouble() * 360 - 180,
                random.nextDouble() * 300,
                Math.round(magnitude * 10) / 10.0);
    }

    /** One of them; the time is UTC, magnitudes have one decimal. */
    record Earthquake(
            LocalDateTime time, String place, double latitude, double longitude, double depth, double magnitude) {
        String line() {
            return String.format(
                    Locale.ROOT, "%s,%s,%.3f,%.3f,%.1f,%.1f", time, place, latitude, longitude, depth, magnitude);
        }
    }
}
