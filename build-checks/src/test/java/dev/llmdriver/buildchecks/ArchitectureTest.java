package dev.llmdriver.buildchecks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The house rules that can be read off the classes. */
class ArchitectureTest {
    @Test
    void theContractUsesNothingButTheJdk() {
        check(
                "driver-api"::equals,
                classes()
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("java..", "dev.llmdriver..", "org.jspecify.annotations")
                        .because("the contract forces no library on anybody"));
    }

    @Test
    void vertxStaysInTheModulesThatSpeakHttp() {
        Set<String> speakHttp = Set.of(
                "driver-http",
                "driver-huggingface",
                "driver-gemini",
                "driver-ollama",
                "driver-testkit",
                "driver-demo",
                "driver-server");
        check(module -> !speakHttp.contains(module), noUseOf("io.vertx..", "io.netty.."));
    }

    @Test
    void integrationsKeepTheirLibraryToThemselves() {
        check(
                module -> !module.equals("driver-guice"),
                noUseOf("com.google.inject..", "jakarta.inject..", "javax.inject.."));
        // The command shows to others what is counted.
        check(
                module -> !module.equals("driver-micrometer") && !module.equals("driver-cli"),
                noUseOf("io.micrometer.."));
        check(module -> !module.equals("driver-limits-redis"), noUseOf("io.lettuce.."));
    }

    @Test
    void loggingIsSystemLogger() {
        check(
                module -> true,
                noUseOf(
                        "org.slf4j..",
                        "org.apache.commons.logging..",
                        "org.apache.log4j..",
                        "org.apache.logging..",
                        "org.jboss.logging..",
                        "io.vertx.core.impl.logging.."));
        // That is where System.Logger writes: the kit looks for keys there, and the command, a program, decides who
        // reads it.
        check(
                module -> !module.equals("driver-testkit") && !module.equals("driver-cli"),
                noUseOf("java.util.logging.."));
    }

    @Test
    void nobodyUsesGuava() {
        check(module -> true, noUseOf("com.google.common.."));
    }

    @Test
    void onlyTheCommandTalksToTheConsoleAndEndsTheProcess() {
        Predicate<String> libraries = module -> !module.equals("driver-cli");
        check(libraries, noClasses().should().accessField(System.class, "out"));
        check(libraries, noClasses().should().accessField(System.class, "err"));
        check(libraries, noClasses().should().callMethod(System.class, "exit", int.class));
        check(module -> true, noClasses().should().callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void nobodySleeps() {
        check(
                module -> true,
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .callMethod(Thread.class, "sleep", long.class, int.class)
                        .orShould()
                        .callMethod(Thread.class, "sleep", java.time.Duration.class)
                        .because("waiting goes through the injected scheduler"));
    }

    @Test
    void publicMethodsTakeNoOptional() {
        ArchRule rule = noCodeUnits()
                .that(modifier(JavaModifier.PUBLIC)
                        .or(modifier(JavaModifier.PROTECTED))
                        .forSubtype())
                .and()
                .areDeclaredInClassesThat(not(resideInAnyPackage("..internal..")))
                .should()
                .haveRawParameterTypes(DescribedPredicate.describe(
                        "with an Optional among them",
                        parameters -> parameters.stream().anyMatch(ArchitectureTest::isOptional)))
                .because("a second method or @Nullable says it better");
        check(module -> true, rule);
    }

    /**
     * A module's exported packages and its {@code internal} package are one slice, for a face and what stands behind it
     * may know each other; everything deeper forms no cycles.
     */
    @Test
    void packagesFormNoCycles() {
        for (Module module : Modules.published()) {
            Set<String> exported = module.exportedPackages();
            slices().assignedFrom(
                            new PackageSlices(exported, module.descriptor().name() + ".internal"))
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(Classes.of(module));
        }
    }

    private static boolean isOptional(JavaClass type) {
        return type.isEquivalentTo(Optional.class)
                || type.isEquivalentTo(OptionalInt.class)
                || type.isEquivalentTo(OptionalLong.class)
                || type.isEquivalentTo(OptionalDouble.class);
    }

    private static ArchRule noUseOf(String... packages) {
        return noClasses().should().dependOnClassesThat().resideInAnyPackage(packages);
    }

    private static void check(Predicate<String> modules, ArchRule rule) {
        for (Module module : Modules.published()) {
            if (modules.test(module.name())) {
                rule.allowEmptyShould(true).check(Classes.of(module));
            }
        }
    }

    private record PackageSlices(Set<String> exported, String internal) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return SliceIdentifier.of(exported.contains(name) || name.equals(internal) ? "contract" : name);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
