package io.modelops;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom. The internal packages of a feature belong to it. */
class ArchitectureTest {
    private static final JavaClasses MAIN =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.modelops");

    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("model", List.of("statistics")),
            Map.entry("statistics", List.of()),
            Map.entry("constraint", List.of("model", "statistics")),
            Map.entry("event", List.of("model")),
            Map.entry("spi", List.of("model", "event")),
            Map.entry("registry", List.of("model", "event", "spi")),
            Map.entry("validation", List.of("model", "event", "spi", "statistics", "constraint")),
            Map.entry("deployment", List.of("model", "event", "spi", "registry", "statistics")),
            Map.entry("monitoring", List.of("model", "event", "spi", "statistics", "constraint")),
            Map.entry("feedback", List.of("model", "event", "spi")),
            Map.entry(
                    "automation",
                    List.of(
                            "model",
                            "event",
                            "spi",
                            "statistics",
                            "constraint",
                            "registry",
                            "validation",
                            "deployment",
                            "monitoring",
                            "feedback")),
            Map.entry(
                    "report",
                    List.of(
                            "model",
                            "event",
                            "spi",
                            "statistics",
                            "constraint",
                            "registry",
                            "validation",
                            "monitoring",
                            "automation")));

    static Stream<String> features() {
        return MAY_IMPORT.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("features")
    void feature_importsOnlyWhatTheTableAllows(String feature) {
        String[] allowed = Stream.concat(MAY_IMPORT.get(feature).stream(), Stream.of(feature))
                .map(name -> "io.modelops." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.modelops." + feature + "..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("io.modelops..")).and(not(resideInAnyPackage(allowed))))
                .check(MAIN);
    }

    @Test
    void table_namesEveryFeature() {
        Set<String> found = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.modelops."))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @Test
    void features_haveNoCycles() {
        slices().matching("io.modelops.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void frontDoor_isImportedByNobody() {
        noClasses()
                .that()
                .resideInAPackage("io.modelops.*..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.modelops"))
                .check(MAIN);
    }

    @Test
    void publicSignatures_nameNoInternalType() {
        classes()
                .that()
                .resideOutsideOfPackage("..internal..")
                .and()
                .arePublic()
                .should(nameNoInternalTypeInPublic())
                .check(MAIN);
    }

    @Test
    void libraries_areNotPartOfTheApi() {
        classes()
                .that()
                .resideOutsideOfPackage("..internal..")
                .and()
                .arePublic()
                .should(nameInPublicOnly("java.", "javax.sql.", "io.modelops.", "org.slf4j."))
                .check(MAIN);
    }

    @Test
    void names_areNoDrawers() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl)$")
                .check(MAIN);
    }

    @Test
    void tests_doNotSleep() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .check(new ClassFileImporter().importPackages("io.modelops"));
    }

    @Test
    void packages_areNullMarked() throws ClassNotFoundException {
        Set<String> packages = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.endsWith(".templates"))
                .collect(Collectors.toCollection(TreeSet::new));

        for (String name : packages) {
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }

    private static ArchCondition<JavaClass> nameNoInternalTypeInPublic() {
        return inPublic(
                "name no internal type in public",
                type -> !type.getPackageName().contains(".internal"));
    }

    private static ArchCondition<JavaClass> nameInPublicOnly(String... prefixes) {
        return inPublic(
                "name in public only " + Arrays.toString(prefixes),
                type -> type.isPrimitive()
                        || type.getBaseComponentType().isPrimitive()
                        || Arrays.stream(prefixes)
                                .anyMatch(type.getBaseComponentType().getName()::startsWith));
    }

    private static ArchCondition<JavaClass> inPublic(String description, Predicate<JavaClass> allowed) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                for (JavaMethod method : owner.getMethods()) {
                    boolean exposed = method.getModifiers().contains(JavaModifier.PUBLIC)
                            || method.getModifiers().contains(JavaModifier.PROTECTED);
                    if (exposed && !method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        method.getAllInvolvedRawTypes().stream()
                                .filter(type -> !allowed.test(type))
                                .forEach(type -> events.add(SimpleConditionEvent.violated(
                                        method, method.getFullName() + " names " + type.getName())));
                    }
                }
            }
        };
    }
}
