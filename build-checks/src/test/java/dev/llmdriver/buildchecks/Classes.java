package dev.llmdriver.buildchecks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled main code, read once for each module. */
final class Classes {
    private static final Map<Module, JavaClasses> CACHE = new ConcurrentHashMap<>();

    private Classes() {}

    static JavaClasses of(Module module) {
        return CACHE.computeIfAbsent(module, key -> new ClassFileImporter().importPath(key.classes()));
    }

    static boolean isHidden(JavaClass type) {
        return (type.getPackageName() + ".").contains(".internal.");
    }
}
