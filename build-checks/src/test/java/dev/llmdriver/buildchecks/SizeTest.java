package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing grows beyond what one reads in one go. */
class SizeTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;

    @Test
    void filesStayShort() {
        List<String> tooLong = new ArrayList<>();
        for (Module module : Modules.all()) {
            for (Path file : module.javaFiles()) {
                long lines = Modules.read(file).lines().count();
                if (lines > FILE_LINES) {
                    tooLong.add(Modules.ROOT.relativize(file) + ": " + lines + " lines");
                }
            }
        }
        assertThat(tooLong)
                .as("files of more than %d lines: split them", FILE_LINES)
                .isEmpty();
    }

    @Test
    void methodsStayShort() {
        List<String> tooLong = new ArrayList<>();
        for (Module module : Modules.all()) {
            Sources.forEach(
                    module.javaFiles(), (unit, trees) -> new MethodScanner(unit, trees, tooLong).scan(unit, null));
        }
        assertThat(tooLong)
                .as("methods of more than %d lines: split them", METHOD_LINES)
                .isEmpty();
    }

    private static final class MethodScanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;

        MethodScanner(CompilationUnitTree unit, Trees trees, List<String> tooLong) {
            this.unit = unit;
            this.positions = trees.getSourcePositions();
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            LineMap map = unit.getLineMap();
            long start = positions.getStartPosition(unit, method);
            long lines = map.getLineNumber(positions.getEndPosition(unit, method)) - map.getLineNumber(start) + 1;
            if (lines > METHOD_LINES) {
                tooLong.add(Sources.position(unit, start) + " " + method.getName() + ": " + lines + " lines");
            }
            return super.visitMethod(method, null);
        }
    }
}
