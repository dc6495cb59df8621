package com.aoin.reels;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the packages may depend on each other. */
class ArchitectureTest {
    private static final String ROOT = "com.aoin.reels";

    /** Features from the bottom up. */
    private static final List<Set<String>> FEATURES = List.of(
            Set.of("catalog"),
            Set.of("reel"),
            Set.of("upload"),
            Set.of("interaction", "follow"),
            Set.of("feed", "search", "analytics", "moderation"));

    private static final Set<String> PLATFORM =
            Set.of("auth", "storage", "cache", "ratelimit", "http", "db", "config", "media", "background");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    private static String[] packages(Set<String> names) {
        return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> known = new TreeSet<>(PLATFORM);
        FEATURES.forEach(known::addAll);
        known.add("demo");
        Set<String> found = classes.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(known).containsAll(found);
    }

    @Test
    void thePlatformKnowsNoFeature() {
        Set<String> features = FEATURES.stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        noClasses()
                .that(resideInAnyPackage(packages(PLATFORM)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages(features)))
                .check(classes);
    }

    @Test
    void featuresKnowOnlyThoseBelow() {
        for (int level = 0; level < FEATURES.size() - 1; level++) {
            for (String feature : FEATURES.get(level)) {
                Set<String> above = new TreeSet<>();
                FEATURES.subList(level + 1, FEATURES.size()).forEach(above::addAll);
                noClasses()
                        .that(resideInAPackage(ROOT + "." + feature + ".."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(packages(above)))
                        .allowEmptyShould(true)
                        .check(classes);
            }
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void theIndexIsChangedByItsFollowerOnly() {
        String index = ROOT + ".reel.index";
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAPackage(index + ".."))))
                .should()
                .dependOnClassesThat(resideInAPackage(index + ".table.."))
                .check(classes);
        noClasses()
                .that(resideInAnyPackage(index, index + ".table.."))
                .should()
                .dependOnClassesThat(resideInAPackage(index + ".follow.."))
                .check(classes);
        noClasses()
                .that(resideInAPackage(index + ".table.."))
                .should()
                .dependOnClassesThat(resideInAPackage(index))
                .check(classes);
    }

    @Test
    void nothingKnowsTheCompositionRoot() {
        noClasses()
                .that(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(ROOT, ROOT + ".demo.."))))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT))
                .check(classes);
    }

    @Test
    void nothingKnowsTheDemoButTheCompositionRoot() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT, ROOT + ".demo..")))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".demo.."))
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatItIsForAndWhereNullMayBe() {
        List<String> silent = new ArrayList<>();
        for (JavaPackage found : classes.getPackage(ROOT).getSubpackagesInTree()) {
            if (!found.getClasses().isEmpty() && !found.isAnnotatedWith(NullMarked.class)) {
                silent.add(found.getName());
            }
        }
        assertThat(silent).isEmpty();
        assertThat(classes.getPackage(ROOT).isAnnotatedWith(NullMarked.class)).isTrue();
    }

    @Test
    void logsAreWrittenWithSlf4jOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Logger.class, System.Logger.class)
                .check(classes);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that(not(resideInAPackage(ROOT)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(classes);
    }
}
