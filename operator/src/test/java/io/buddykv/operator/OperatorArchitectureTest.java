package io.buddykv.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.CustomResource;
import org.junit.jupiter.api.Test;

/** Which way dependencies point in the operator: decisions and builders know nobody who acts. */
class OperatorArchitectureTest {
    private static final String ROOT = "io.buddykv.operator";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.buddykv");

    @Test
    void theOperatorKnowsTheResourceAndTheTopologyOnly() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.buddykv..")
                        .and(resideOutsideOfPackages(ROOT + "..", "io.buddykv.crds..", "io.buddykv.topology..")))
                .check(CLASSES);
    }

    @Test
    void decisionsAndBuildersArePure() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".plan", ROOT + ".model")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.javaoperatorsdk..",
                        "io.quarkus..",
                        "jakarta..",
                        "java.net..",
                        "java.io..",
                        "org.jboss..",
                        ROOT + ".reconciler",
                        ROOT + ".dependent",
                        ROOT + ".event",
                        ROOT + ".status"))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".plan", ROOT + ".model")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.fabric8.kubernetes.client..").and(not(type(CustomResource.class))))
                .check(CLASSES);
    }

    @Test
    void buildersKnowNothingOfWhatIsSeen() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".observe", ROOT + ".plan"))
                .check(CLASSES);
    }

    @Test
    void onlyTheProcessKnowsQuarkus() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quarkus..", "jakarta.."))
                .check(CLASSES);
    }
}
