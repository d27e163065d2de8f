package dev.llmdriver.buildchecks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor.Exports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows between modules hold, in the poms and in the code, and hidden packages stay hidden. */
class ArrowsTest {
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern OURS =
            Pattern.compile("(?s)<groupId>dev\\.llmdriver</groupId>\\s*<artifactId>([^<]+)</artifactId>");

    @Test
    void everyPublishedModuleHasItsArrows() {
        assertThat(Arrows.ALLOWED.keySet())
                .as("a new module: say in Arrows whom it may use")
                .containsAll(Modules.published().stream().map(Module::name).toList());
    }

    @Test
    void pomsFollowTheArrows() {
        for (Module module : Modules.published()) {
            assertThat(Arrows.ALLOWED.get(module.name()))
                    .as("dependencies of %s in its pom", module)
                    .containsAll(runtimeDependencies(module));
        }
    }

    @Test
    void classesFollowTheArrows() {
        List<String> violations = new ArrayList<>();
        forEachForeignDependency((module, target, dependency) -> {
            if (!Arrows.ALLOWED.get(module.name()).contains(target.name())) {
                violations.add(module + " must not use " + target + ": " + dependency.getDescription());
            }
        });
        assertThat(violations).isEmpty();
    }

    @Test
    void nobodyUsesAnotherModulesHiddenPackages() {
        List<String> violations = new ArrayList<>();
        forEachForeignDependency((module, target, dependency) -> {
            if (Classes.isHidden(dependency.getTargetClass())) {
                violations.add(dependency.getDescription());
            }
        });
        assertThat(violations).isEmpty();
    }

    @Test
    void nobodyExportsHiddenPackages() {
        for (Module module : Modules.published()) {
            assertThat(module.descriptor().exports())
                    .as("exports of %s", module)
                    .filteredOn(exports -> (exports.source() + ".").contains(".internal."))
                    .allMatch(ArrowsTest::isForTheJdkAlone);
        }
    }

    /** What the JDK itself must reach, such as a class named in a system property, is no more visible to users than before. */
    private static boolean isForTheJdkAlone(Exports exports) {
        return exports.isQualified() && exports.targets().stream().allMatch(target -> target.startsWith("java."));
    }

    private interface Visitor {
        void visit(Module module, Module target, Dependency dependency);
    }

    private static void forEachForeignDependency(Visitor visitor) {
        Map<String, Module> homes = new HashMap<>();
        for (Module module : Modules.published()) {
            Classes.of(module).forEach(type -> homes.put(type.getName(), module));
        }
        for (Module module : Modules.published()) {
            for (JavaClass type : Classes.of(module)) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    Module target = homes.get(
                            dependency.getTargetClass().getBaseComponentType().getName());
                    if (target != null && !target.equals(module)) {
                        visitor.visit(module, target, dependency);
                    }
                }
            }
        }
    }

    private static Set<String> runtimeDependencies(Module module) {
        Set<String> names = new TreeSet<>();
        Matcher dependencies = DEPENDENCY.matcher(Modules.read(module.folder().resolve("pom.xml")));
        while (dependencies.find()) {
            String dependency = dependencies.group(1);
            Matcher ours = OURS.matcher(dependency);
            if (ours.find() && !dependency.contains("<scope>test</scope>")) {
                names.add(ours.group(1));
            }
        }
        return names;
    }
}
