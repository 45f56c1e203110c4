package io.buddykv.node;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.buddykv.node.master.SlavePort;
import io.buddykv.node.slave.MasterPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which way dependencies point, between modules and between the node's packages. A new package is entered in {@link
 * #ARROWS} before it compiles green; docs/architecture.md shows the same arrows.
 */
class ArchitectureTest {
    private static final String NODE = "io.buddykv.node";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.buddykv");

    /** What each of the node's packages may know of the others. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("time", Set.of()),
            entry("store", Set.of()),
            entry("log", Set.of("store", "time")),
            entry("routing", Set.of()),
            entry("membership", Set.of()),
            entry("command", Set.of("store", "time")),
            entry("replication", Set.of("log", "store", "time")),
            entry("slave", Set.of("replication", "membership", "master", "time")),
            entry("master", Set.of("membership", "slave", "time")),
            entry("membership.zookeeper", Set.of("membership", "boot")),
            entry("observe", Set.of("command", "replication", "store", "master", "membership")),
            entry("port.exchange", Set.of()),
            entry("port.master", Set.of("port.exchange", "slave")),
            entry("port.slave", Set.of("port.exchange", "master", "membership")),
            entry("port.replication", Set.of("replication", "time")),
            entry("port.resp", Set.of("command", "replication", "routing", "store", "time")),
            entry("port.http", Set.of("membership", "observe", "replication", "store", "time")),
            entry(
                    "boot",
                    Set.of(
                            "command",
                            "log",
                            "master",
                            "membership",
                            "membership.zookeeper",
                            "observe",
                            "port.exchange",
                            "port.http",
                            "port.master",
                            "port.replication",
                            "port.resp",
                            "port.slave",
                            "replication",
                            "slave",
                            "store",
                            "time")),
            entry("local", Set.of("boot", "log", "membership.zookeeper", "store", "time")));

    /** Logic that a simulation runs on one thread, over a network and clocks of its own. */
    private static final String[] PURE = Stream.of(
                    "store", "log", "command", "routing", "replication", "master", "slave", "membership")
            .map(name -> NODE + "." + name)
            .toArray(String[]::new);

    @Test
    void topologyKnowsNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.buddykv.topology..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.buddykv.topology..", "java.."))
                .check(CLASSES);
    }

    @Test
    void protocolKnowsTopologyOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.buddykv.protocol..")
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackage("io.buddykv.protocol.."))
                        .and(resideOutsideOfPackage("io.buddykv.topology..")))
                .check(CLASSES);
    }

    @Test
    void theClientKnowsProtocolAndTopologyAndNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("io.buddykv.client..")
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackage("io.buddykv.client.."))
                        .and(resideOutsideOfPackage("io.buddykv.protocol.."))
                        .and(resideOutsideOfPackage("io.buddykv.topology.."))
                        .or(resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "org.jboss..")))
                .check(CLASSES);
    }

    @Test
    void theClientsPackagesBuildOnEachOther() {
        Map<String, String[]> known = Map.of(
                "failure",
                new String[] {},
                "call",
                new String[] {"failure"},
                "connection",
                new String[] {"call", "failure"},
                "routing",
                new String[] {"call", "connection", "failure"});
        known.forEach((name, others) -> {
            String[] allowed = Stream.concat(Stream.of(name), Stream.of(others))
                    .map(other -> "io.buddykv.client." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.buddykv.client." + name)
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.buddykv.client..")
                            .and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                    .check(CLASSES);
        });
    }

    @Test
    void theNodeDoesNotKnowTheClient() {
        noClasses()
                .that()
                .resideInAPackage(NODE + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.buddykv.client.."))
                .check(CLASSES);
    }

    @Test
    void theModelOfTheResourceKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage("io.buddykv.crds..")
                .should()
                .dependOnClassesThat(ours().and(resideOutsideOfPackage("io.buddykv.crds..")))
                .check(CLASSES);
    }

    @Test
    void packagesOfTheNodeKnowOnlyThoseTheyMay() {
        List<String> forbidden = new ArrayList<>();
        new TreeMap<>(ARROWS).forEach((name, known) -> {
            String[] allowed = Stream.concat(Stream.of(name), known.stream())
                    .map(other -> NODE + "." + other)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(NODE + "." + name)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(NODE + "..").and(DescribedPredicate.not(resideInAnyPackage(allowed))));
            forbidden.addAll(rule.evaluate(CLASSES).getFailureReport().getDetails());
        });
        assertThat(forbidden).isEmpty();
    }

    @Test
    void everyPackageOfTheNodeIsListed() {
        Set<String> present = new TreeSet<>();
        for (JavaClass each : CLASSES) {
            if (each.getPackageName().startsWith(NODE + ".")
                    && !each.getSimpleName().equals("package-info")) {
                present.add(each.getPackageName().substring(NODE.length() + 1));
            }
        }
        assertThat(present).isEqualTo(new TreeSet<>(ARROWS.keySet()));
    }

    @Test
    void masterAndSlaveKnowOnlyEachOthersPort() {
        noClasses()
                .that()
                .resideInAPackage(NODE + ".slave")
                .should()
                .dependOnClassesThat(resideInAPackage(NODE + ".master").and(not(SlavePort.class)))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(NODE + ".master")
                .should()
                .dependOnClassesThat(resideInAPackage(NODE + ".slave").and(not(MasterPort.class)))
                .check(CLASSES);
    }

    @Test
    void logicKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta..",
                        "io.vertx..",
                        "io.smallrye..",
                        "io.micrometer..",
                        "org.jboss..",
                        "org.eclipse.microprofile..",
                        "com.fasterxml..",
                        "org.apache.curator..",
                        "org.apache.zookeeper.."))
                .check(CLASSES);
    }

    @Test
    void logicUsesNothingOfNettyButBuffers() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty..").and(resideOutsideOfPackage("io.netty.buffer")))
                .check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsZooKeeperAndCurator() {
        noClasses()
                .that()
                .resideOutsideOfPackage(NODE + ".membership.zookeeper")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheEntryPointKnowsTheLauncher() {
        noClasses()
                .that()
                .resideOutsideOfPackage(NODE + ".local")
                .and()
                .doNotBelongToAnyOf(NodeMain.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NODE + ".local")
                .check(CLASSES);
    }

    @Test
    void nothingIsAnAttic() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..core..", "..impl..", "..helper..")
                .check(CLASSES);
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage("io.buddykv..");
    }

    private static DescribedPredicate<JavaClass> not(Class<?> allowed) {
        return describe(
                "is not " + allowed.getSimpleName(),
                candidate -> !candidate.getFullName().equals(allowed.getName())
                        && !candidate.getFullName().startsWith(allowed.getName() + "$"));
    }
}
