package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/**
 * What users can see is explained. The compiler's doclint checks what a comment says; whether there is one is checked
 * here, because doclint would also demand a {@code @param} for each parameter whose name says it all.
 */
class JavadocTest {
    @Test
    void publicTypesAndMethodsHaveComments() {
        List<String> bare = new ArrayList<>();
        for (Module module : Modules.libraries()) {
            Set<String> exported = module.exportedPackages();
            List<Path> files = module.javaFiles().stream()
                    .filter(file -> exported.contains(Module.packageOf(module.sources(), file)))
                    .toList();
            Sources.forEach(files, (unit, trees) -> new CommentScanner(unit, trees, bare).scan(unit, null));
        }
        assertThat(bare)
                .as("public types and methods without a Javadoc comment")
                .isEmpty();
    }

    @Test
    void doclintReadsEveryExportedPackage() {
        for (Module module : Modules.published()) {
            String packages = Modules.read(module.folder().resolve("pom.xml"))
                    .replaceAll("(?s).*<doclint\\.packages>(.*?)</doclint\\.packages>.*", "$1");
            assertThat(List.of(packages.split(",", -1)))
                    .as("doclint.packages in the pom of %s", module)
                    .containsAll(module.exportedPackages());
        }
    }

    @Test
    void packagesAreNullMarkedAndExplained() {
        for (Module module : Modules.published()) {
            for (Path file : module.javaFiles()) {
                Path info = file.resolveSibling("package-info.java");
                if (!file.endsWith("module-info.java")) {
                    assertThat(Files.isRegularFile(info)).as("%s exists", info).isTrue();
                    assertThat(Modules.read(info))
                            .as("%s", info)
                            .startsWith("/**")
                            .contains("@NullMarked");
                }
            }
        }
    }

    private static final class CommentScanner extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> bare;

        CommentScanner(CompilationUnitTree unit, Trees trees, List<String> bare) {
            this.unit = unit;
            this.trees = trees;
            this.bare = bare;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isVisible(type.getModifiers())) {
                return null;
            }
            demandComment(type, type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (isVisible(method.getModifiers()) && !isOverride(method) && !isRecordConstructor(method)) {
                demandComment(method, method.getName().toString());
            }
            return null; // types inside a method are nobody's business
        }

        private void demandComment(Tree tree, String name) {
            if (trees.getDocComment(getCurrentPath()) == null) {
                long start = trees.getSourcePositions().getStartPosition(unit, tree);
                bare.add(Sources.position(unit, start) + " " + name);
            }
        }

        private boolean isVisible(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || (isInInterface() && !flags.contains(Modifier.PRIVATE));
        }

        private boolean isInInterface() {
            Tree parent = parent();
            return parent != null
                    && (parent.getKind() == Tree.Kind.INTERFACE || parent.getKind() == Tree.Kind.ANNOTATION_TYPE);
        }

        private boolean isRecordConstructor(MethodTree method) {
            Tree parent = parent();
            return parent != null
                    && parent.getKind() == Tree.Kind.RECORD
                    && method.getName().contentEquals("<init>");
        }

        private Tree parent() {
            TreePath path = getCurrentPath().getParentPath();
            return path == null ? null : path.getLeaf();
        }

        private static boolean isOverride(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }
    }
}
